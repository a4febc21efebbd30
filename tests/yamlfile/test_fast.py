from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker.yamlfile import events, fast
from tracker.yamlfile.file import YamlFile
from tracker.yamlfile.reader import parse

ROOT = Path(__file__).parent.parent.parent


def by_libyaml(text: str) -> YamlFile:
    source = YamlFile("predictions/a.yaml", text, events.mark)
    assert events.read(source) == []
    return source


RECORD = """\
# a comment: with a colon
claim: It happens:not "really", isn't it? no#1, or 90%
quote: 我認為在兩年內，中國自產芯片：A100的90%以上
made_on: 2024-02
hedge: null
deadline:
  as_said: '兩年內: "so" # he said'
  kind: by
  assumed: "it's # [two]: years"
criteria:
tags: [chips, a-b, 2024]
"""


@pytest.mark.parametrize(
    "text",
    [
        RECORD,
        "a:\n  - url: https://example.org/a?b=c#d\n    title: x\n  - url: y\nb: c\n",
        "a:\n  - one\n  - two\nb: x\n",
        "a:\n    b:\n        c: d\n    e: f\n",
        "a:\n# between\n  b: c\n",
        "a:\nb:\n",
        "鍵: 值\n",
        "\na-b:\n\n  c: d\n\n  e-f: g\n\n# h\n\nhow-2:\n  - i\n\n  - j\n\n",
        "authors: [樊三彩, b-c]\nmore:\n  - 王子黎\n",
        "a: 'it''s'\nb: 'x'''\n",
        'a: "he said \\"no\\""\n',
    ],
)
def test_the_plain_shape_is_read_as_libyaml_reads_it(text: str) -> None:
    value = fast.read(text)

    assert value is not None
    assert repr(value) == repr(by_libyaml(text).value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a comment\n",
        "a: b",  # the last line does not end
        "a: b\r\n",
        "a:\tb\n",
        "a:  b\n",
        "a: b \n",
        "a: b: c\n",
        "a: b:\n",
        "a: b #c\n",
        "a: b\n  goes on\n",
        "a: |\n  text\n",
        'a: "b\\n"\n',
        "a: &b c\n",
        "a: *b\n",
        "a: !b c\n",
        "a: ~\n",
        "a: {b: c}\n",
        "a: [b, 'c']\n",
        "a: [null]\n",
        "a:\n- b\n",
        "a:\n  - b: c\n    - d\n",
        "a: b\na: c\n",
        "null: a\n",
        "<<: a\n",
        "? a\n",
        "a b: c\n",
        "-a: b\n",
        "a: b\n \nc: d\n",
        "a: [樊、三]\n",
        "- a\n",
        "--- \na: b\n",
        "a: b\n---\n",
        "%YAML 1.1\n",
        "a:\n   b: c\n  d: e\n",
        "a: b\n c: d\n",
        "a: b\u2028c\n",
        "a: b\x85c\n",
        "\ufeffa: b\n",
        "a: \u3000b\n",
        "a\n",
        "<<<<<<< ours\na: b\n",
        f"{'a' * 2000}: b\n",
    ],
)
def test_whatever_is_not_plain_is_declined(text: str) -> None:
    assert fast.read(text) is None


_WORDS = (
    """a b kind null - : " ' [ ] , { \\ & * ! | > % @ ` ? ~ = 兩年 ： 2024 é / ( $ + . ... --- <<"""
)
_words = st.sampled_from(
    [*_WORDS.split(), "- ", " #", "#", ": ", " ", "  ", "\t", "\u3000", "\xa0"]
)
_text = st.lists(_words, min_size=0, max_size=5).map("".join)
_value = st.one_of(
    st.sampled_from(["", ":", ": x", ": y z", ': "x"', ": 'x'", ": [a, b]", ": 兩年內", " x"]),
    _text.map(": {}".format),
    _text.map(': "{}"'.format),
    _text.map(": '{}'".format),
    _text,
)
_line = st.just("") | st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "", "  ", "  ", "    ", "   "]),
    st.sampled_from(["", "", "", "- ", "# "]),
    st.sampled_from(["a", "b", "c", "d", "e", "f", "a-b", "b-", "-c", "null", "x y", ""]),
    _value,
)


@settings(max_examples=1500)
@example(["a:", "  - b: c", "    d: e", "  - f"])
@example(["a: b", "  c: d"])
@example(["a:", "  b:", "c: d"])
@example(["a:", "  - b:", "  c: d"])
@given(st.lists(_line, min_size=1, max_size=8))
def test_it_never_differs_from_libyaml(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    value = fast.read(text)
    if value is not None:
        assert repr(value) == repr(by_libyaml(text).value)


def test_most_of_our_own_records_are_plain() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "predictions").glob("*.yaml")]

    assert sum(fast.read(text) is not None for text in texts) > 0.8 * len(texts)


@settings(max_examples=300)
@given(st.lists(_line, min_size=1, max_size=8))
def test_places_are_those_of_libyaml(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in ["status: open", *lines])
    source, _ = parse(text.encode(), "predictions/a.yaml")
    if source is not None and fast.read(text) is not None:
        whole = by_libyaml(text)
        value = source.value if isinstance(source.value, dict) else {}
        for key in value:  # before a span is asked for, which has libyaml read it
            assert source.key_line(key) == whole.place((key,), key=True)[0]
            if isinstance(value[key], str):
                assert source.place((key,), key=True) == whole.place((key,), key=True)
                assert source.place((key,)) == whole.place((key,))
                assert source.is_plain
        for key in value:
            assert source.place((key,)) == whole.place((key,))
            assert source.span((key,)) == whole.span((key,))
            assert source.style((key,)) == whole.style((key,))
