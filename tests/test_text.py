from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.text import _atoms, escape, is_web, one_line, pad, plural, truncate, width, wrap

# Full-width marks are written as escapes: they look like their ASCII twins.
COMMA, STOP, OPENING, CLOSING = "\uff0c", "\u3002", "\uff08", "\uff09"
ACCENT = "\u0301"
FAMILY = "\U0001f469\u200d\U0001f467"


# width


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("GPT-5 by 2025", 13),
        ("两年内", 6),
        ("兩年A100", 8),
        (COMMA + STOP, 4),
        ("\u3000", 2),  # ideographic space
        ("ｶﾞ", 2),  # half-width katakana
        ("한국", 4),
        ("é", 1),
        ("e" + ACCENT, 1),
        ("か\u3099", 2),  # a voicing mark on its own
        ("a\u200b\u200db\u2060", 2),  # zero-width space and joiners
        ("a\u20dd", 1),  # an enclosing circle
        ("中\U000e0100", 2),  # a variation selector
        ("😀", 2),
        (FAMILY, 2),  # one emoji of several
        ("\u2764\ufe0f", 2),  # a heart, shown as an emoji
        ("👍🏽", 2),  # with a skin tone
        ("🇨🇳", 2),
        ("Ω—…", 3),  # ambiguous width counts as narrow
    ],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "padded"), [("ab", "ab    "), ("两年", "两年  "), ("abcdef", "abcdef"), ("abcdefg", "abcdefg")]
)  # fmt: skip
def test_pad(text: str, padded: str) -> None:
    assert pad(text, 6) == padded


# truncate


@pytest.mark.parametrize(
    ("text", "columns", "cut"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("abc def", 5, "abc…"),
        ("abcdef", 1, "…"),
        ("abcdef", 0, ""),
        ("abcdef", -3, ""),
        ("", 0, ""),
        ("两年内", 6, "两年内"),
        ("两年内", 5, "两年…"),
        ("两年内", 4, "两…"),
        ("a两年", 4, "a两…"),
        ("e" + ACCENT + "abc", 3, "e" + ACCENT + "a…"),
    ],
)
def test_truncate(text: str, columns: int, cut: str) -> None:
    assert truncate(text, columns) == cut


@given(st.text(), st.integers(0, 40))
def test_truncate_never_exceeds(text: str, columns: int) -> None:
    cut = truncate(text, columns)

    assert width(cut) <= columns
    assert cut == text or columns == 0 or (cut.endswith("…") and text.startswith(cut[:-1]))


# wrap


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("", 10, [""]),
        ("   ", 10, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 6, ["one", "two", "three"]),
        ("a word", 6, ["a word"]),
        # a word as wide as the line, and wider
        ("four five", 4, ["four", "five"]),
        ("four six", 4, ["four", "six"]),
        ("four          six", 4, ["four", "six"]),
        ("a elevenchars b", 5, ["a", "eleve", "nchar", "s b"]),
        ("abe" + ACCENT, 2, ["ab", "e" + ACCENT]),
        # white space at both ends, and between paragraphs
        ("  indented ", 20, ["indented"]),
        ("one\n\ntwo", 20, ["one", "", "two"]),
        ("one\n", 20, ["one"]),
        ("a\tb", 20, ["a\tb"]),
        # a control character takes a column, NUL too
        ("00\0\x80", 2, ["00", "\0\x80"]),
        # not at a no-break space
        ("one 5\xa0six", 6, ["one", "5\xa0six"]),
        ("one 5\u202f%", 6, ["one", "5\u202f%"]),
        # between wide characters, not within a Latin word
        ("两年内做到", 6, ["两年内", "做到"]),
        ("两年内做到", 7, ["两年内", "做到"]),
        ("达到A100的水平", 8, ["达到A100", "的水平"]),
        ("达到A100的水平", 6, ["达到", "A100的", "水平"]),
        # no closing mark begins a line, no opening mark ends one
        (f"两年内{COMMA}做到{STOP}", 6, ["两年", f"内{COMMA}做", f"到{STOP}"]),
        (f"在这{OPENING}两年{CLOSING}内", 6, ["在这", f"{OPENING}两", f"年{CLOSING}内"]),
        ("他说「好」吗", 6, ["他说", "「好」", "吗"]),
        ("两年内!做", 6, ["两年", "内!做"]),
        # marks and joined emoji stay with what they belong to
        ("かか\u3099か", 4, ["かか\u3099", "か"]),
        ("中中" + FAMILY, 6, ["中中" + FAMILY]),
        ("中中" + FAMILY, 5, ["中中", FAMILY]),
    ],
)
def test_wrap(text: str, columns: int, lines: list[str]) -> None:
    assert wrap(text, columns) == lines


def test_wrap_begins_each_line_with_the_indent() -> None:
    assert wrap("one two\n\n三四五", 7, indent="  ") == ["  one", "  two", "", "  三四", "  五"]


def test_wrap_in_no_room_at_all_takes_two_columns() -> None:
    assert wrap("a中b", 1, indent="    ") == ["    a", "    中", "    b"]


@pytest.mark.parametrize("mark", [*",.;:?!)]}%", *"\uff0c\u3002\u3001\uff1b\uff1a\uff1f\uff01\uff09\u3011\u300b\u300d\u300f\u201d\u2019\u2026\u2014"])  # fmt: skip
def test_a_closing_mark_never_begins_a_line(mark: str) -> None:
    for columns in range(4, 12):
        lines = wrap(f"两年内{mark}做到吗{mark}" * 3, columns)

        assert [line for line in lines if line[0] == mark] == []
        assert max(map(width, lines)) <= columns


@pytest.mark.parametrize("mark", [*"([{", *"\uff08\u3010\u300a\u300c\u300e\u201c\u2018"])
def test_an_opening_mark_never_ends_a_line(mark: str) -> None:
    for columns in range(4, 12):
        lines = wrap(f"两年内{mark}做到吗{mark}好" * 3, columns)

        assert [line for line in lines if line[-1] == mark] == []
        assert max(map(width, lines)) <= columns


words = (
    st.text(
        st.sampled_from(f" \t\n\u3000ab-1中年😀{COMMA}{STOP}{OPENING}{CLOSING}{ACCENT}\u200d.,(")
    )
    | st.text()
)


@given(words, st.integers(2, 30))
@example("four          six", 4)
@example("abe" + ACCENT, 2)
@example("00\x1b0\x80", 2)
def test_wrap_never_exceeds_and_loses_only_white_space(text: str, columns: int) -> None:
    lines = wrap(text, columns)

    assert [line for line in lines if width(line) > columns] == []
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(words, st.integers(2, 30))
def test_wrap_leaves_no_line_empty_but_an_empty_paragraph(text: str, columns: int) -> None:
    paragraphs = text.splitlines() or [""]

    empty = sum(not line for line in wrap(text, columns))

    assert empty == sum(not paragraph.strip() for paragraph in paragraphs)


@given(words, st.integers(2, 30))
def test_wrap_never_tears_a_mark_off_its_letter(text: str, columns: int) -> None:
    flat = " ".join(text.split())

    for line in wrap(flat, columns)[1:]:
        is_mark = unicodedata.category(line[0]) in ("Mn", "Me")
        assert not is_mark or f" {line[0]}" in flat  # a mark after a blank belongs to nothing


def test_a_megabyte_without_a_blank_is_wrapped() -> None:
    lines = wrap("a" * 2**20, 80)

    assert len(lines) == 13108
    assert lines[-1] == "a" * 16


# escape


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain 两年内 é 😀", "plain 两年内 é 😀"),
        ("a\tb\nc", "a\tb\nc"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\x00b\x07c\x7f", "a\\x00b\\x07c\\x7f"),
        ("a\rb", "a\\x0db"),
        ("\x85\x9b", "\\x85\\x9b"),  # C1: another way to begin an escape sequence
        ("\u2028\u2029", "\\u2028\\u2029"),
        ("\ud800", "\\ud800"),
        ("abc\u202edef\u202c", "abc\\u202edef\\u202c"),
        (FAMILY, FAMILY),
        ("שלום مرحبا", "שלום مرحبا"),  # right-to-left letters are letters
    ],
)
def test_escape(text: str, shown: str) -> None:
    assert escape(text) == shown


@pytest.mark.parametrize(
    "mark", [*"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]
)
def test_each_bidirectional_control_is_escaped(mark: str) -> None:
    assert escape(f"a{mark}b") == f"a\\u{ord(mark):04x}b"


@given(st.text())
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    left = {
        char
        for char in escape(text)
        if char not in "\n\t"
        and (
            unicodedata.category(char) in ("Cc", "Cs") or unicodedata.bidirectional(char) in STEERS
        )
    }

    assert left == set()


#: Embeddings, overrides and isolates, as the Unicode database names them.
STEERS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  a \n\t b\r\nc ", "a b c"),
        ("", ""),
        ("两年\u3000内", "两年 内"),
        ("a\x1b[0m\nb", "a\\x1b[0m b"),
        ("a\u2028b", "a b"),
    ],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


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
    assert is_web(url) is safe


@given(st.text(" \t\x1fab,.(['\"-:", max_size=30))
def test_the_quick_way_to_break_ascii_is_the_same(line: str) -> None:
    # A wide character behind it takes the slow way.
    slow = _atoms(line + "\x1f" + "字")
    assert "".join(_atoms(line)) == line
    assert _atoms(line + "\x1f") == [*slow[:-1]]


def test_counts_agree_with_their_noun() -> None:
    assert [plural(n, "record") for n in (0, 1, 2, 1000)] == [
        "0 records",
        "1 record",
        "2 records",
        "1,000 records",
    ]
    assert plural(2, "person", "people") == "2 people"
    assert [plural(days, "day") for days in (1.0, 1.5)] == ["1 day", "1.5 days"]
