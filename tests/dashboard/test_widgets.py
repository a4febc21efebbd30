from __future__ import annotations

import html

import pytest

from tracker.dashboard.widgets import is_safe, literal


def test_literal_leaves_nothing_that_markdown_could_read(hostile: str) -> None:
    escaped = literal(hostile)
    assert html.unescape(escaped).replace("\u2060", "") == hostile
    # Without the references only letters, digits and blanks are left.
    rest = escaped.replace("\u2060", "")
    while "&#" in rest:
        before, _, after = rest.partition("&#")
        rest = before + after.partition(";")[2]
    assert all(char.isalnum() or char == " " for char in rest)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://", False),
        ("//example.org", False),
        ("http://[::1", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, safe: bool) -> None:
    assert is_safe(url) is safe
