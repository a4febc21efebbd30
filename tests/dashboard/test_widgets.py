from __future__ import annotations

import html

from tracker.dashboard.widgets import literal


def test_literal_leaves_nothing_that_markdown_could_read(hostile: str) -> None:
    escaped = literal(hostile)
    assert html.unescape(escaped).replace("\u2060", "") == hostile
    # Without the references only letters, digits and blanks are left.
    rest = escaped.replace("\u2060", "")
    while "&#" in rest:
        before, _, after = rest.partition("&#")
        rest = before + after.partition(";")[2]
    assert all(char.isalnum() or char == " " for char in rest)
