from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import unquote

from hypothesis import example, given
from hypothesis import strategies as st

from tracker.report.markdown import link, literal, table
from tracker.text import one_line

if TYPE_CHECKING:
    from tests.report.conftest import Page

# Mostly what means something to somebody.
PIECES = [
    *"\\`*_[]()|~$<>&!#@:.-+=^\"'{}/ aA1",
    "://",
    "www",
    "http",
    "GH-",
    "&amp;",
    "<!--",
    "-->",
    "兩",
    "\n",
    "\u202e",
]


@given(st.one_of(st.lists(st.sampled_from(PIECES)).map("".join), st.text()))
@example("www.example.org")  # a comment behind the dot left a link to http://www
@example("a\\|b\\\\|c")
def test_any_text_is_shown_as_it_is(github_page: Callable[[str], Page], text: str) -> None:
    page = github_page("\n".join(table(("head", "text"), [("x", literal(text))])) + "\n")
    cell = page.rows[1][1]
    # The parser replaces NUL and trims cells; one_line has done both.
    assert (cell.text, cell.tags, len(page.rows), len(page.rows[1])) == (one_line(text), [], 2, 2)


@given(st.one_of(st.lists(st.sampled_from(PIECES)).map("".join), st.text()))
@example(")>\\ **x** [a](b) | &lt; $x$ %20")
def test_any_link_is_a_link_and_nothing_else(github_page: Callable[[str], Page], text: str) -> None:
    cell = f"{link('the text', 'https://example.org/' + text)} behind"
    page = github_page("\n".join(table(("head", "text"), [("x", cell)])) + "\n")
    shown = page.rows[1][1]
    assert (shown.text, shown.tags, len(page.rows[1])) == ("the text behind", ["a"], 2)
    [target] = page.links
    whole = f"https://example.org/{text}".encode("utf-8", "replace").decode()
    assert unquote(target) == unquote(whole)
    assert target.count("&") == whole.count("&")  # it separates parameters
