from __future__ import annotations

import pytest

from tracker.export import Options


@pytest.mark.parametrize(
    ("site", "page", "file"),
    [
        ("https://x.example", "https://x.example/", "https://x.example/a%20b.ics"),
        ("https://x.example/", "https://x.example/", "https://x.example/a%20b.ics"),
        ("https://x.example/p", "https://x.example/p/", "https://x.example/p/a%20b.ics"),
        ("https://x.example/p/?q#f", "https://x.example/p/", "https://x.example/p/a%20b.ics"),
        ("https://x.example/p/index.html", "https://x.example/p/", "https://x.example/p/a%20b.ics"),
        (None, None, None),
    ],
)
def test_addresses_on_the_published_site(
    site: str | None, page: str | None, file: str | None
) -> None:
    options = Options(site=site)

    assert (options.address(), options.address("a b.ics")) == (page, file)
    assert options.record("x") == (page and f"{page}records/x.html")
