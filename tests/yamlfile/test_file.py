from __future__ import annotations

import gc
import random
import time
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.yamlfile import events
from tracker.yamlfile.file import MAX_BYTES, MAX_PROBLEMS, Loc, Style, YamlFile
from tracker.yamlfile.reader import parse

RECORD = """\
# yaml-language-server: $schema=../schema/prediction.schema.json
claim: China-made AI chips reach 90% of an NVIDIA A100.  # a comment
quote: 我認為在兩年內😀
"speaker": 'it''s'
deadline:
  as_said: 兩年內
  latest: 2026-05-13

# between
tags: [ chips, "a b" , {x: y}, z: 1 ]
note: |
  one
  two

updates:
- date: 2025
  url:
-
why: >-
  folded
"""


def source(text: str | bytes) -> YamlFile:
    data = text.encode() if isinstance(text, str) else text
    file, diagnostics = parse(data, "predictions/a.yaml")
    assert diagnostics == []
    assert file is not None
    return file


def problems(text: str | bytes) -> list[tuple[int | None, int | None, str]]:
    data = text.encode() if isinstance(text, str) else text
    file, diagnostics = parse(data, "predictions/a.yaml")
    assert file is None
    assert diagnostics
    for diagnostic in diagnostics:
        assert diagnostic.path == "predictions/a.yaml"
        assert diagnostic.severity == "error"
        assert diagnostic.message
        assert diagnostic.hint or diagnostic.code == "duplicate-key"
    return [(each.line, each.column, each.code) for each in diagnostics]


def sentence(text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    _, diagnostics = parse(data, "a.yaml")
    return "\n".join(f"{each.message} | {each.hint}" for each in diagnostics)


# Values


def test_values_are_text_lists_and_mappings() -> None:
    assert source(RECORD).value == {
        "claim": "China-made AI chips reach 90% of an NVIDIA A100.",
        "quote": "我認為在兩年內😀",
        "speaker": "it's",
        "deadline": {"as_said": "兩年內", "latest": "2026-05-13"},
        "tags": ["chips", "a b", {"x": "y"}, {"z": "1"}],
        "note": "one\ntwo\n",
        "updates": [{"date": "2025", "url": None}, None],
        "why": "folded",
    }


@pytest.mark.parametrize(
    "written",
    (
        "no off on yes true 2024 010 0x1F 12:30 12:30:45 1.10 1e3 2024-03-05 2026-02-30 .nan ="
        " nULL None ~x nulls"
    ).split(),
)
def test_a_scalar_stays_text(written: str) -> None:
    assert source(f"key: {written}\n").value == {"key": written}
    assert source(f"- {written}\n").value == [written]
    assert source(f"{written}: 1\n").value == {written: "1"}


@pytest.mark.parametrize("written", ["null", "Null", "NULL", "~", "", "# comment"])
def test_a_plain_null_is_none(written: str) -> None:
    assert source(f"key: {written}\n").value == {"key": None}
    assert source(f"- {written}\n").value == [None]


@pytest.mark.parametrize(
    ("written", "text"),
    [('"null"', "null"), ("'~'", "~"), ('""', ""), ("''", ""), ("|\n  null\n", "null\n")],
)
def test_a_quoted_null_is_text(written: str, text: str) -> None:
    assert source(f"key: {written}\n").value == {"key": text}
    assert source(f"- {written}\n").value == [text]


def test_a_quoted_special_word_may_be_a_key() -> None:
    assert source('"null": 1\n"<<": 2\n').value == {"null": "1", "<<": "2"}


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "\ufeff", " \n\n"])
def test_an_empty_document_is_no_problem_here(text: str) -> None:
    file = source(text)
    assert file.value is None
    assert file.place(("claim",)) == (1, 1)
    with pytest.raises(KeyError):
        file.span(())
    with pytest.raises(KeyError):
        file.style(())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("---\n", None),
        ("---\na: b\n...\n", {"a": "b"}),
        ("just text", "just text"),
        ("? a\n: b\n? c\n", {"a": "b", "c": None}),
        ("[a, [b]]", ["a", ["b"]]),
        ("[]", []),
        ("{}", {}),
    ],
)
def test_any_root_is_accepted(text: str, value: object) -> None:
    assert source(text).value == value


def test_ampersands_and_exclamation_marks_inside_a_text_are_text() -> None:
    text = 'a: AT&T!\nb: "&x !y *z \\n\\t\\u4e2d"\nc: [x!, "!y"]\n'
    assert source(text).value == {"a": "AT&T!", "b": "&x !y *z \n\t中", "c": ["x!", "!y"]}


def test_escaped_control_characters_look_like_nothing_in_a_plain_text() -> None:
    assert source("a: x\\0\nb: 'x\\0'\n").value == {"a": "x\\0", "b": "x\\0"}


# Places


@pytest.mark.parametrize(
    ("loc", "value", "key"),
    [
        ((), (2, 1), (2, 1)),
        (("claim",), (2, 8), (2, 1)),
        (("quote",), (3, 8), (3, 1)),
        (("speaker",), (4, 12), (4, 1)),
        (("deadline",), (6, 3), (5, 1)),
        (("deadline", "latest"), (7, 11), (7, 3)),
        (("tags",), (10, 7), (10, 1)),
        (("tags", 0), (10, 9), (10, 9)),
        (("tags", 1), (10, 16), (10, 16)),
        (("tags", 2, "x"), (10, 28), (10, 25)),
        (("tags", 3), (10, 32), (10, 32)),
        (("tags", 3, "z"), (10, 35), (10, 32)),
        (("note",), (11, 7), (11, 1)),
        (("updates",), (16, 1), (15, 1)),
        (("updates", 0, "url"), (17, 7), (17, 3)),
        (("updates", 1), (18, 2), (18, 2)),
        (("why",), (19, 6), (19, 1)),
        # What is not there: the nearest ancestor that is.
        (("nothing",), (2, 1), (2, 1)),
        (("deadline", "earliest"), (6, 3), (5, 1)),
        (("deadline", "latest", "year"), (7, 11), (7, 3)),
        (("deadline", 0), (6, 3), (5, 1)),
        (("tags", "chips"), (10, 7), (10, 1)),
        (("tags", 4), (10, 7), (10, 1)),
        (("tags", -1), (10, 7), (10, 1)),
        (("tags", 2, "y", "z"), (10, 24), (10, 24)),
        (("updates", 1, "url"), (18, 2), (18, 2)),
    ],
)
def test_place(loc: Loc, value: tuple[int, int], key: tuple[int, int]) -> None:
    file = source(RECORD)
    assert file.place(loc) == value
    assert file.place(loc, key=True) == key


@pytest.mark.parametrize(
    ("loc", "written", "style"),
    [
        (("claim",), "China-made AI chips reach 90% of an NVIDIA A100.", "plain"),
        (("quote",), "我認為在兩年內😀", "plain"),
        (("speaker",), "'it''s'", "'"),
        (("deadline",), "as_said: 兩年內\n  latest: 2026-05-13", "block"),
        (("tags",), '[ chips, "a b" , {x: y}, z: 1 ]', "flow"),
        (("tags", 1), '"a b"', '"'),
        (("tags", 2), "{x: y}", "flow"),
        (("tags", 3), "z: 1", "block"),
        (("note",), "|\n  one\n  two\n\n", "|"),
        (("updates",), "- date: 2025\n  url:\n-", "block"),
        (("updates", 0), "date: 2025\n  url:", "block"),
        (("updates", 0, "url"), "", "plain"),
        (("why",), ">-\n  folded\n", ">"),
    ],
)
def test_span_and_style(loc: Loc, written: str, style: Style) -> None:
    file = source(RECORD)
    start, end = file.span(loc)
    assert file.text[start:end] == written
    assert file.style(loc) == style


def test_the_root_spans_from_its_first_key_to_the_end_of_its_last_value() -> None:
    start, end = source(RECORD).span(())
    assert (start, end) == (RECORD.index("claim"), len(RECORD))
    assert source(RECORD).style(()) == "block"


def test_span_and_style_of_a_key() -> None:
    file = source(RECORD)
    start, end = file.span(("speaker",), key=True)
    assert file.text[start:end] == '"speaker"'
    assert file.style(("speaker",), key=True) == '"'
    assert file.style(("deadline",), key=True) == "plain"


@pytest.mark.parametrize("loc", [("nothing",), ("claim", 0), ("tags", 9), ("tags", 2, "y")])
def test_what_is_not_there_has_no_span(loc: Loc) -> None:
    for key in (False, True):
        with pytest.raises(KeyError):
            source(RECORD).span(loc, key=key)
        with pytest.raises(KeyError):
            source(RECORD).style(loc, key=key)


@pytest.mark.parametrize("loc", [(), ("tags", 0)])
def test_what_has_no_key_has_no_span_of_a_key(loc: Loc) -> None:
    with pytest.raises(KeyError):
        source(RECORD).span(loc, key=True)


def test_an_empty_value_before_a_quote_is_plain() -> None:
    assert source("{a: ,b: 'x'}").style(("a",)) == "plain"
    assert source("a:\n'b': c\n").style(("a",)) == "plain"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_once(end: str) -> None:
    file = source(RECORD.replace("\n", end))
    assert file.text.count(end) == RECORD.count("\n")
    assert file.place(("deadline", "latest")) == (7, 11)
    assert file.place(("why",), key=True) == (19, 1)


def test_mixed_line_ends() -> None:
    file = source("a: 1\r\nb: 2\rc: 3\n\r\n\rd: 4")
    assert [file.place((key,)) for key in "abcd"] == [(1, 4), (2, 4), (3, 4), (6, 4)]


def test_only_line_feeds_and_carriage_returns_end_a_line() -> None:
    text = "\x85\u2028\u2029\x0b\x0c\x1c\na"
    assert YamlFile("a.yaml", text, events.mark).line_column(len(text) - 1) == (2, 1)
    assert YamlFile("a.yaml", text, events.mark).line_column(6) == (1, 7)


def test_a_byte_order_mark_is_set_aside_and_remembered() -> None:
    file = source(b"\xef\xbb\xbfa: b\n")
    assert file.bom
    assert file.text == "a: b\n"
    assert file.value == {"a": "b"}
    assert file.place(("a",)) == (1, 4)
    assert file.span(("a",)) == (3, 4)
    assert not source("a: b\n").bom


def test_columns_count_characters_not_bytes_nor_surrogates() -> None:
    file = source("{é😀: 𝔸中, b: c}\n")
    assert file.place(("b",)) == (1, 13)
    assert file.text[slice(*file.span(("é😀",)))] == "𝔸中"


def test_a_source_carries_its_path() -> None:
    assert source("a: b").path == "predictions/a.yaml"


def test_places_agree_with_every_value_of_a_large_list_in_linear_time() -> None:
    count = 10_000
    file = source("".join(f"- {number}\n" for number in range(count)))
    begin = time.process_time()
    assert [file.place((number,)) for number in range(count)] == [
        (number + 1, 3) for number in range(count)
    ]
    assert time.process_time() - begin < 1


# Problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # not text
        (b"a: \xff", [(1, 4, "not-utf-8")]),
        ("a: é\r\nb: é".encode() + b"\xc3", [(2, 5, "not-utf-8")]),
        (b"\xef\xbb\xbf\nb: \xc3(", [(2, 4, "not-utf-8")]),
        (b"a: \xed\xa0\x80", [(1, 4, "not-utf-8")]),
        ("a: b".encode("utf-16"), [(1, 1, "not-utf-8")]),
        (b"\xfe\xff\x00a", [(1, 1, "not-utf-8")]),
        ("a: b".encode("utf-32"), [(1, 1, "not-utf-8")]),
        (b"\x00\x00\xfe\xff\x00\x00\x00a", [(1, 1, "not-utf-8")]),
        (b"#" * (MAX_BYTES + 1), [(None, None, "file-too-large")]),
        # control characters
        ("a: b\x00", [(1, 5, "control-character")]),
        ("a: b\n# \x1b[31m", [(2, 3, "control-character")]),
        ("é😀: \x7f", [(1, 5, "control-character")]),
        ("a: \x80", [(1, 4, "control-character")]),
        ("a: x\x85y", [(1, 5, "control-character")]),
        ("a: \ufffe", [(1, 4, "control-character")]),
        ("a: 'x\u2028y'", [(1, 6, "control-character")]),
        ("a: 'x\u2029y'", [(1, 6, "control-character")]),
        ("\ufeff\ufeffa: b", [(1, 1, "control-character")]),
        ("a: b\x0c\nc: @", [(1, 5, "control-character")]),
        ("a: @\nb: \x00", [(2, 4, "control-character")]),
        ('a: "x\\0"', [(1, 4, "control-character")]),
        ('- "\\e[31m"\n- "\\x9b"', [(1, 3, "control-character"), (2, 3, "control-character")]),
        ("a: b\x00" + "#" * 20_000 + "\nc: d", [(1, 5, "control-character")]),
        # not a record at all
        ("<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> x\n", [(1, 1, "git-conflict")]),
        ("a: [b,\r\n<<<<<<< HEAD\r\nc]", [(2, 1, "git-conflict")]),
        ("a: b\r=======\r", [(2, 1, "git-conflict")]),
        ("a: b\n>>>>>>> feature", [(2, 1, "git-conflict")]),
        (
            "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
            [(1, 1, "git-lfs-pointer")],
        ),
        # what YAML offers and records don't need
        ("a: &Co Ltd", [(1, 4, "yaml-anchor")]),
        ("a: &x\n  b: c", [(1, 4, "yaml-anchor")]),
        ("&x\n- b", [(1, 1, "yaml-anchor")]),
        ("&x a: b", [(1, 1, "yaml-anchor")]),
        ("a: &中国 x", [(1, 4, "yaml-anchor")]),
        ("a: & b", [(1, 4, "yaml-anchor")]),
        ("a: &b &c d", [(1, 4, "yaml-anchor")]),
        ("a: *x", [(1, 4, "yaml-alias")]),
        ("- *x\n- b", [(1, 3, "yaml-alias")]),
        ("*x : b", [(1, 1, "yaml-alias")]),
        ("a: *b c", [(1, 4, "yaml-alias")]),
        ("a: **bold** text", [(1, 4, "yaml-alias")]),
        ("a: !!int 3", [(1, 4, "yaml-tag")]),
        ("a: ! x", [(1, 4, "yaml-tag")]),
        ("a: !x [b]", [(1, 4, "yaml-tag")]),
        ("a: !!python/object:os.system {}", [(1, 4, "yaml-tag")]),
        ("a: !x!y z", [(1, 4, "yaml-tag")]),
        ("a: !<x", [(1, 4, "yaml-tag")]),
        ("a: !<%f> x", [(1, 4, "yaml-tag")]),
        ("a: b!\nc: !%ed%a0%80 x", [(2, 4, "yaml-tag")]),
        ("!%ed%a0%80 x", [(1, 1, "yaml-tag")]),
        ("a: &x !y z", [(1, 4, "yaml-anchor"), (1, 7, "yaml-tag")]),
        ("<<: {a: b}", [(1, 1, "yaml-merge-key")]),
        ("a:\n  <<: *x\n", [(2, 3, "yaml-merge-key"), (2, 7, "yaml-alias")]),
        ("%YAML 1.2\n---\na: b", [(1, 1, "yaml-directive")]),
        ("%YAML 1.2\na: b", [(1, 1, "yaml-directive")]),
        ("%YAML 3.0\n---\na: b", [(1, 1, "yaml-directive")]),
        ("%YAML 1.1\n%YAML 1.1\n---\na: b", [(2, 1, "yaml-directive")]),
        ("%TAG ! x\n---\na: b", [(1, 1, "yaml-directive")]),
        ("%TAG\n---\n", [(1, 1, "yaml-directive")]),
        ("a: b\n%x: c", [(2, 1, "yaml-directive")]),
        ("a: b\n---\nc: d", [(2, 1, "yaml-multiple-documents")]),
        ("a: b\n---\n", [(2, 1, "yaml-multiple-documents")]),
        ("a: b\n...\nc: d", [(3, 1, "yaml-multiple-documents")]),
        ("? [a]\n: b", [(1, 3, "yaml-complex-key")]),
        ("{{a: b}: c}", [(1, 2, "yaml-complex-key")]),
        (": b", [(1, 1, "yaml-empty-key")]),
        ("{: b}", [(1, 2, "yaml-empty-key")]),
        ("?\n: b", [(1, 2, "yaml-empty-key")]),
        ("null: b\n~: c\n'': d", [(n, 1, "yaml-empty-key") for n in (1, 2, 3)]),
        # twice the same key
        ("a: 1\nb: 2\na: 3\n", [(3, 1, "duplicate-key")]),
        ("a: 1\n'a': 2\n\"\\u0061\": 3\n", [(2, 1, "duplicate-key"), (3, 1, "duplicate-key")]),
        ("x: {b: 1, b: 2}\ny: {b: 1}\nx: 3", [(1, 11, "duplicate-key"), (3, 1, "duplicate-key")]),
        ("a: 1\na: 2\nb: @", [(2, 1, "duplicate-key"), (3, 4, "yaml-syntax")]),
    ],
)
def test_refused(text: str | bytes, expected: list[tuple[int | None, int | None, str]]) -> None:
    assert problems(text) == expected


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        # quotes
        ('a: "x\ny: z\n', (1, 4), "unclosed quotation mark"),
        ("a: b\nc: 'x\ny: z\n", (2, 4), "unclosed quotation mark"),
        ("a: 'x\n---\ny'", (1, 4), "unclosed quotation mark before a `---` or `...` line"),
        ("a: 'it's'", (1, 8), "unexpected text after the closing quotation mark"),
        ('a: "b" c', (1, 8), "unexpected text after the closing quotation mark"),
        ('a: "C:\\path"', (1, 7), "unknown escape sequence"),
        ('a: "\\x"', (1, 7), "incomplete escape sequence"),
        ('a: "\\ud800"', (1, 7), "escape sequence is not a valid character"),
        # colons and missing keys
        ("a: b: c", (1, 5), "second `: ` on the same line"),
        ("a: 'b': c", (1, 7), "second `: ` on the same line"),
        ("a: 1\n  b: 2", (2, 3), "unexpected indentation: this line continues the text above"),
        ("a: 1\r  b: 2", (2, 3), "unexpected indentation: this line continues the text above"),
        ("a:\n- b\n c: d", (3, 2), "unexpected indentation: this line continues the text above"),
        ("claim:foo\nquote: x", (1, 1), "line without `key: value`"),
        ("a: b\nclaim:foo\nquote: x", (2, 1), "line without `key: value`"),
        ("a: b\nfoo", (2, 1), "line without `key: value`"),
        # indentation
        ("a:\n\tb: c", (2, 1), "tab used for indentation"),
        ("\ta: b", (1, 1), "tab used for indentation"),
        ("a: b\n\tc: d", (2, 1), "tab used for indentation"),
        ("a: |\n\tb", (2, 1), "tab used for indentation"),
        ("a:\n  b: 1\n c: 2", (3, 2), "indentation does not match any level above"),
        ("- a\nb: c", (2, 1), "line without `- ` in a list"),
        ("a: b\n- c", (2, 1), "unexpected list item among the keys"),
        ("a: - b", (1, 4), "a list can't begin on the same line as its key"),
        ("a: | x\n", (1, 6), "unexpected text after `|` or `>`"),
        ("a: |0\n x", (1, 5), "invalid indentation 0"),
        # characters that begin something else
        ("a: @x", (1, 4), "text can't begin with `@`"),
        ("a: %x", (1, 4), "text can't begin with `%`"),
        ("a: `x`", (1, 4), "text can't begin with a backtick"),
        ("a: ? b", (1, 4), "text can't begin with `? `"),
        ("a: [", (1, 5), "unexpected end of file: a value or a closing bracket is missing"),
        ("a: }", (1, 4), "unexpected `}`"),
        ("a: [,]", (1, 5), "unexpected `,`"),
        ("{a:,b: c}", (1, 3), "unexpected colon before a comma"),
        # brackets
        ("a: [b, c\nd: e", (1, 4), "`[` is never closed"),
        ("a: [b", (1, 4), "`[` is never closed"),
        ("a: {b: c\nd: e", (1, 4), "`{` is never closed"),
        ("a: [sic] foo", (1, 10), "unexpected text after the closing bracket"),
        ("a: {x} foo", (1, 8), "unexpected text after the closing bracket"),
    ],
)
def test_syntax_error(text: str, place: tuple[int, int], message: str) -> None:
    assert problems(text) == [(*place, "yaml-syntax")]
    assert sentence(text).startswith(message)


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("claim:foo", "space after the colon"),
        ("claim foo", "colon and a space after the key"),
        ("wang-yang\n  name: X", "colon and a space after the key"),
        ("https://example.org", "colon and a space after the key"),
    ],
)
def test_the_hint_names_what_the_line_lacks(line: str, missing: str) -> None:
    said = sentence(f"a: {{b: c}}\n{line}\nc: d\n")
    assert said.startswith(f"line without `key: value` | put a {missing}")


def test_a_duplicate_names_the_line_of_the_first() -> None:
    assert sentence("x:\n  a: [1, {b: 2}]\n  c: 1\n  a: 2\n") == (
        "duplicate key `a` (first on line 2) | delete one of the two"
    )
    assert "duplicate key `a` (first on line 3)" in sentence("null: 0\n*x : 1\na: 2\na: 3\n")


def test_every_duplicate_is_reported() -> None:
    text = "".join(f"key{number % 50}: {number}\n" for number in range(200))
    assert problems(text) == [(line, 1, "duplicate-key") for line in range(51, 201)]


@pytest.mark.parametrize("item", ["a: 1\n", "- *x\n", "- &x y\n", "~: \n"])
def test_a_flood_of_problems_ends_with_one_that_says_so(item: str) -> None:
    diagnostics = problems(item * 5000)
    assert len(diagnostics) == MAX_PROBLEMS + 1
    # It stands where reading stopped, beside the last problem.
    lines = [line for line, _, code in diagnostics if code == "too-many-problems"]
    assert lines == [diagnostics[-1][0]]


def test_a_flood_may_end_in_the_middle_of_a_syntax_error() -> None:
    diagnostics = problems("- *x\n" * (MAX_PROBLEMS - 1) + "- @")
    assert [code for *_, code in diagnostics[-2:]] == ["too-many-problems", "yaml-syntax"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[" * 101, (1, 101)),
        ("{a: " * 101, (1, 401)),
        ("- " * 101 + "x", (1, 201)),
        ("\n".join(" " * depth + "a:" for depth in range(101)) + " b", (101, 101)),
        ("a: b\nc:\n  - " + "[" * 99, (3, 103)),
    ],
)
def test_too_deep_is_placed_where_it_becomes_so(text: str, expected: tuple[int, int]) -> None:
    assert problems(text) == [(*expected, "too-deep")]


def test_a_hundred_levels_are_not_too_deep() -> None:
    value = source("[" * 100 + "]" * 100).value
    for _ in range(99):
        assert isinstance(value, list)
        (value,) = value
    assert value == []


@pytest.mark.parametrize(
    "text",
    [
        "a: b<<<<<<< c",
        "a: |\n  <<<<<<< HEAD\n  =======\n  >>>>>>> x\n",
        "# =======\na: b",
        "<<<<<<<<: b",
        "=======x: b",
        "a: version https://git-lfs.github.com/spec/v1",
    ],
)
def test_what_only_looks_like_a_conflict_or_a_pointer_is_accepted(text: str) -> None:
    assert source(text).value


def test_a_file_of_exactly_one_mebibyte_is_accepted() -> None:
    assert source(b"#" * MAX_BYTES).value is None


def test_messages_name_what_was_found() -> None:
    assert "file is UTF-16, not UTF-8" in sentence("a: b".encode("utf-16"))
    assert "file is UTF-32, not UTF-8" in sentence("a: b".encode("utf-32"))
    assert "invalid byte 0xFF" in sentence(b"\xff")
    assert "as UTF-8 instead of UTF-16" in sentence("a: b".encode("utf-16-le"))
    assert "U+001B" in sentence('a: "\\e"')
    assert "line separator U+2028" in sentence("a: \u2028")
    assert "byte order mark U+FEFF" in sentence("a: x\ufeff")
    assert "YAML anchor `&Co` is not allowed" in sentence("a: &Co Ltd")
    assert "YAML alias `*bold` is not allowed" in sentence("a: *bold*")
    assert "YAML tag `!!int` is not allowed" in sentence("a: !!int 3")
    assert "larger than 1 MiB (1.50 MiB)" in sentence(b"#" * (MAX_BYTES * 3 // 2))
    assert "`" + "k" * 39 + "…`" in sentence("k" * 99 + ": 1\n" + "k" * 99 + ": 2\n")


# Never raises


def _bomb(levels: int, merge: str) -> str:
    lines = ["a0: &a0 {x: y}"]
    for level in range(1, levels):
        refs = ", ".join([f"*a{level - 1}"] * 9)
        lines.append(f"a{level}: &a{level} {merge.format(refs)}")
    return "\n".join(lines)


def _printable() -> str:
    shown = bytes(32 + byte % 95 for byte in range(256))
    return random.Random(0).randbytes(MAX_BYTES).translate(shown).decode()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 25_000, id="brackets"),
        pytest.param("{a: " * 75_000, id="braces"),
        pytest.param("- " * 500_000, id="dashes"),
        pytest.param("? " * 500_000, id="question marks"),
        pytest.param("[" * 500_000 + "]" * 500_000, id="closed brackets"),
        pytest.param(_bomb(9, "[{}]"), id="alias bomb"),
        pytest.param(_bomb(7, "{{<<: [{}]}}"), id="merge bomb"),
        pytest.param(_printable(), id="printable"),
        pytest.param("a: 1\n" * 200_000, id="duplicates"),
        pytest.param("".join(f"k{n}: 1\n" for n in range(90_000)) + "k89999: 1\n" * 999, id="late"),
        pytest.param("&a " * 300_000, id="anchors"),
        pytest.param("*a , " * 200_000, id="aliases"),
        pytest.param('"' + "\\x41" * 260_000, id="escapes"),
        pytest.param("'" * (MAX_BYTES - 1), id="apostrophes"),
        pytest.param("<" * MAX_BYTES, id="less than"),
        pytest.param("=======x\n" * 100_000, id="nearly conflicts"),
        pytest.param("\x00" * MAX_BYTES, id="NUL"),
        pytest.param("a" * MAX_BYTES, id="one word"),
        pytest.param("\n" * MAX_BYTES, id="line ends"),
        pytest.param(b"\xff" * MAX_BYTES, id="0xFF"),
    ],
)
def test_hostile_files_end_quickly(text: str | bytes) -> None:
    data = text.encode() if isinstance(text, str) else text
    begin = time.process_time()
    file, diagnostics = parse(data, "a.yaml")
    assert time.process_time() - begin < 1.5
    assert (file is None) == bool(diagnostics)
    assert len(diagnostics) <= MAX_PROBLEMS + 2


def _walk_all(file: YamlFile) -> None:
    """Every place is inside the text, every span holds what was read from it."""
    todo: list[tuple[Loc, Any]] = [((), file.value)]
    while todo:
        loc, value = todo.pop()
        start, end = file.span(loc)
        assert 0 <= start <= end <= len(file.text)
        assert file.line_column(start) == file.place(loc)
        if isinstance(value, dict):
            todo += [((*loc, key), child) for key, child in value.items()]
            for key in value:
                key_start, key_end = file.span((*loc, key), key=True)
                assert start <= key_start < key_end <= end
        elif isinstance(value, list):
            todo += [((*loc, index), child) for index, child in enumerate(value)]
        elif value is not None and file.style(loc) == "plain" and "\n" not in value:
            assert file.text[start:end].split() == value.split()


def check_never_raises(data: bytes) -> None:
    file, diagnostics = parse(data, "a.yaml")
    assert (file is None) == bool(diagnostics)
    assert diagnostics == sorted(diagnostics, key=lambda each: each.sort_key)
    for each in diagnostics:
        assert each.line is None or (each.line >= 1 and each.column is not None)
        assert each.column is None or each.column >= 1
    if file is not None and file.value is not None:
        _walk_all(file)


PIECES = st.sampled_from(
    [
        *("a", "b", "key", "中", "😀", "1", "~", "null", "<<", " ", "  ", "#", " #"),
        *(":", ": ", "- ", "-", "? ", "[", "]", "{", "}", ",", ", ", "|", ">", "'", '"', "%", "@"),
        *("&", "*", "!", "&a ", "*a ", "!!str ", "!<", "%ed%a0%80", "%YAML 1.1", "`", "\\", "\\x"),
        *("\n", "\n  ", "\n    ", "\r\n", "\r", "\t", "---", "\n---\n", "...", "======="),
        *("\ufeff", "\x00", "\x85", "\u2028"),
    ]
)


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    check_never_raises(data)


@given(st.text(max_size=100))
def test_no_text_raises(text: str) -> None:
    check_never_raises(text.encode("utf-8", "surrogatepass"))


@given(st.lists(PIECES, max_size=30).map("".join))
@example("a: [b: c]")
@example("[? a, : b]")
@example("!%ed%a0%80")
def test_nothing_that_looks_like_yaml_raises(text: str) -> None:
    check_never_raises(text.encode())


JSON = st.recursive(
    st.none() | st.text(st.characters(exclude_categories=["C", "Z"]), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=5), inner
        )
    ),
    max_leaves=12,
)


@given(JSON, st.booleans(), st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_a_dumper_writes_is_read_back_with_its_places(
    value: Any, flow: bool, end: str
) -> None:
    """Another writer and the same values: PyYAML's dumper quotes whatever is not plainly text."""
    text = yaml.safe_dump(
        value, default_flow_style=flow, allow_unicode=True, line_break=end, width=60
    )
    file = source(text.encode())
    assert file.value == value
    _walk_all(file)


def test_reading_leaves_no_cycles_behind() -> None:
    """A loader switches the collector off, so nothing may wait for it."""
    data = [RECORD.encode(), b"a: 1\na: 2\n", b"a: @", b"a: \x00", b"[" * 200]
    for each in data:
        parse(each, "a.yaml")
    gc.collect()
    gc.disable()
    try:
        for each in data:
            for _ in range(20):
                parse(each, "a.yaml")
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_a_file_of_too_many_values_is_refused() -> None:
    source, (diagnostic,) = parse(b"[" + b",".join([b"1"] * 100_000) + b"]", "predictions/a.yaml")
    assert source is None
    assert (diagnostic.code, diagnostic.line) == ("too-many-values", None)
    assert diagnostic.message == "file has more than 100,000 keys and values"
