from __future__ import annotations

import pytest

from tracker import markup


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("It came on 2026-03-20.", ">20 March 2026</time>."),
        ("(2024-02-29 or later)", ">29 February 2024</time> or"),
        ("2026-02-30", ">2026-02-30</time>"),
        ("https://example.org/2026-03-20/a", "/2026-03-20/a"),
        ("notes-2026-03-20.pdf", "notes-2026-03-20.pdf"),
        ("2026-03-20 <b>", "</time> &lt;b&gt;"),
    ],
)
def test_dates_in_prose_are_those_of_people(text: str, seen: str) -> None:
    template = markup.environment().from_string("{{ text|prose }}")
    assert seen in template.render(text=text)
