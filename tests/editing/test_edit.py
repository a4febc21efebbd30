from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Iterator

import pytest
import yaml
from hypothesis import HealthCheck, assume, event, example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from tracker.editing import edit, emit
from tracker.editing.edit import Append, Edit, Refused, Remove, Set
from tracker.records.model import Prediction
from tracker.yamlfile.file import Loc, Plain, YamlFile
from tracker.yamlfile.reader import parse

#: HYPOTHESIS_PROFILE=nightly looks longer.
EXAMPLES = 10_000 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 300


def source(text: str | bytes) -> YamlFile:
    data = text.encode() if isinstance(text, str) else text
    file, diagnostics = parse(data, "predictions/a.yaml")
    assert diagnostics == []
    assert file is not None
    return file


def edited(text: str, *edits: Edit) -> str:
    return edit.apply(source(text), edits)


# --- random style x random edit ---

KEYS = (
    "claim quote speaker made_on deadline criteria tags status resolution updates amended".split()
)
TEXTS = [
    "a", "no", "null", "~", "1.5", "12:30:45", "2024-03-05", "x: y", "a #b", "- a", "it's", 'say "x"',
    "C:\\x", " lead", "trail ", "", "two\nlines", "two\nlines\n", "end\n\n", "\n\nfirst", "  deep\nx",
    "兩年內", "😀", "[a]", "{a: b}", "a, b", "tab\there", "?x", "x?", "---", "...", "&a", "*a", "!t",
    "long " * 30 + "end", "%x", "@x", "`x", "a:", ":a", "#a", "a\u3000b", "\u2028", "\u202e", "\ufeff",
]  # fmt: skip


def plains() -> st.SearchStrategy[Plain]:
    scalars = st.sampled_from(TEXTS) | st.none() | st.text(max_size=6)
    keys = st.sampled_from([*KEYS, "url", "note", "a b", "no", "x: y", "1"])
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
        max_leaves=6,
    )


def records() -> st.SearchStrategy[dict[str, Plain]]:
    texts: st.SearchStrategy[Plain] = st.sampled_from(TEXTS)
    entries = st.dictionaries(st.sampled_from(["date", "note", "url", "what"]), texts, min_size=1)
    nested: st.SearchStrategy[Plain] = st.lists(entries, min_size=1, max_size=3)
    shaped = (
        texts
        | nested
        | st.dictionaries(st.sampled_from(["note", "evidence"]), texts | nested, min_size=1)
    )
    keys = st.sampled_from([*KEYS, "odd", "a b"])
    return st.dictionaries(keys, shaped | plains(), min_size=1, max_size=7)


class Writer:
    """Writes plain values in a random mixture of styles, with comments wherever YAML takes them."""

    def __init__(self, rnd: random.Random) -> None:
        self.rnd = rnd
        self.out: list[str] = []
        self.count = 0

    def pick(self, *options: str) -> str:
        return self.rnd.choice(options)

    def comment(self) -> str:
        self.count += 1
        return f"# status: {self.count}"

    def tail(self) -> str:
        return self.pick("", "", "", "  ", " " + self.comment(), "\t" + self.comment())

    def gap(self, column: int) -> None:
        if not self.rnd.randrange(6):
            self.out.append(self.pick("", " " * column + self.comment(), self.comment()))

    def key(self, key: str) -> str:
        simple = re.fullmatch("[a-z_]{3,}", key)
        return self.pick(key, key, f'"{key}"') if simple else '"' + key.replace('"', '\\"') + '"'

    def scalar(self, value: str | None, *, in_flow: bool) -> str:
        if value is None:
            return self.pick("null", "~")
        options = ['"' + "".join(map(emit.escaped, value)) + '"'] * 2
        if value.isprintable():
            options.append("'" + value.replace("'", "''") + "'")
        if emit.is_plain(value, in_flow=in_flow) or re.fullmatch(r"[0-9.:-]*[0-9]", value):
            options += [value] * 4
        return self.pick(*options)

    def flow(self, value: Plain, column: int) -> str:
        if not isinstance(value, (dict, list)):
            return self.scalar(value, in_flow=True)
        if isinstance(value, dict):
            parts = [f"{self.key(k)}: {self.flow(v, column)}" for k, v in value.items()]
        else:
            parts = [self.flow(each, column) for each in value]
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        last = self.pick("", ",") if parts else ""
        if self.rnd.randrange(3):
            pad = self.pick("", " ")
            return opening + pad + self.pick(", ", ",  ").join(parts) + last + pad + closing
        pad = "\n" + " " * (column + 3)
        lines = [
            part + (last if i == len(parts) - 1 else ",") + self.tail()
            for i, part in enumerate(parts)
        ]
        return opening + self.tail() + "".join(pad + line for line in lines) + pad + closing

    def block_scalar(self, value: str, column: int) -> list[str] | None:
        if not value.strip("\n ") or not value.replace("\n", "").isprintable():
            return None
        body = value.rstrip("\n")
        ends = len(value) - len(body)
        chomp = "-" if ends == 0 else "" if ends == 1 else "+"
        style = "|" if "\n" in body or value.startswith(" ") else self.pick("|", ">")
        step = self.rnd.randrange(1, 5)
        digit = str(step) if body[0] in " \n" or not self.rnd.randrange(3) else ""
        lines = [" " * (column + step) + line if line else "" for line in body.split("\n")]
        lines += [""] * (ends - 1)
        header = self.pick(chomp + digit, digit + chomp)
        return [f"{style}{header}{self.pick('', ' ' + self.comment())}", *lines]

    def value(self, head: str, value: Plain, column: int) -> None:
        """`head` is `key:` or `-` at `column`."""
        colon = " " * column + head
        if isinstance(value, (dict, list)) and value and self.rnd.randrange(4):
            is_list = isinstance(value, list)
            inner = column + self.rnd.randrange(0 if is_list and head != "-" else 1, 4)
            self.out.append(colon + self.tail())
            self.collection(value, inner)
            return
        block = self.block_scalar(value, column) if isinstance(value, str) else None
        if block and self.rnd.randrange(2):
            self.out += [f"{colon} {block[0]}", *block[1:]]
        elif value is None and self.rnd.randrange(2):
            self.out.append(colon + self.tail())
        else:
            blank = self.pick(" ", " ", "  ", "\t" if head != "-" else " ")
            self.out.append(colon + blank + self.flow(value, column) + self.tail())

    def collection(self, value: dict[str, Plain] | list[Plain], column: int) -> None:
        pairs = value.items() if isinstance(value, dict) else ((None, each) for each in value)
        for key, inner in pairs:
            self.gap(column)
            if key is None and isinstance(inner, dict) and inner and self.rnd.randrange(2):
                gap = self.rnd.randrange(2, 5)
                start = len(self.out)
                self.collection(inner, column + gap)
                while self.out[start].lstrip(" ").startswith("#") or not self.out[start].strip():
                    del self.out[start]
                self.out[start] = " " * column + "-" + self.out[start][column + 1 :]
            else:
                self.value("-" if key is None else self.key(key) + ":", inner, column)
        if not self.rnd.randrange(8):
            self.out.append(self.pick("", " " * column + self.comment()))

    def record(self, value: dict[str, Plain]) -> str:
        if not self.rnd.randrange(12):
            text = self.flow(value, 0)
        else:
            self.collection(value, 0)
            text = self.pick("", "---\n", "# top\n") + "\n".join(self.out)
        end = self.pick("\n", "\n", "\r\n", "\r")
        return (text + self.pick("\n", "\n", "", "\n\n", "\n...\n")).replace("\n", end)


def locs(value: Plain, loc: Loc = ()) -> Iterator[tuple[Loc, Plain]]:
    yield loc, value
    for step, inner in (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    ):
        yield from locs(inner, (*loc, step))


def at(value: Plain, loc: Loc) -> Plain:
    for step in loc:
        value = value[step]  # type: ignore[index]
    return value


def changed(value: Plain, loc: Loc, change: Callable[[Plain], Plain]) -> Plain:
    if not loc:
        return change(value)
    if isinstance(value, dict):
        key = str(loc[0])
        return {**value, key: changed(value.get(key), loc[1:], change)}
    assert isinstance(value, list)
    return [changed(v, loc[1:], change) if i == loc[0] else v for i, v in enumerate(value)]


@st.composite
def edits(draw: st.DrawFn, record: dict[str, Plain]) -> tuple[Edit, Plain]:
    """An edit and the value that the record then has."""
    places = list(locs(record))[1:]
    mappings = [loc for loc, value in [((), record), *places] if isinstance(value, dict)]
    lists = [loc for loc, value in places if isinstance(value, list)]
    kind = draw(st.sampled_from("set set add add append append remove".split()))
    value = draw(plains())
    if kind == "append":
        absent = [(*loc, "updates") for loc in mappings if "updates" not in at(record, loc)]  # type: ignore[operator]
        loc = draw(st.sampled_from([*lists, *lists, *absent] or [("tags",)]))
        if loc == ("tags",):
            assume(isinstance(record.get("tags"), list))
        return Append(loc, value), changed(record, loc, lambda old: [*(old or []), value])
    if kind == "add":
        parent = draw(st.sampled_from(mappings))
        key = draw(st.sampled_from([*KEYS, "other", "no"]))
        assume(key not in at(record, parent))  # type: ignore[operator]
        return Set((*parent, key), value), changed(record, (*parent, key), lambda _: value)
    loc = draw(st.sampled_from(places))[0]
    if kind == "set":
        return Set(loc, value), changed(record, loc, lambda _: value)
    assume(len(loc) > 1 or len(record) > 1)

    def without(old: Plain) -> Plain:
        if isinstance(old, dict):
            return {key: each for key, each in old.items() if key != loc[-1]}
        return [each for index, each in enumerate(old or ()) if index != loc[-1]]

    return Remove(loc), changed(record, loc[:-1], without)


@st.composite
def cases(draw: st.DrawFn) -> tuple[YamlFile, Edit, Plain]:
    record = draw(records())
    text = Writer(draw(st.randoms(use_true_random=False))).record(record)
    file, _ = parse(
        (b"\xef\xbb\xbf" if draw(st.booleans()) else b"") + text.encode("utf-8", "replace"),
        "a.yaml",
    )
    assume(file is not None and file.value == record)
    assert file is not None
    return (file, *draw(edits(record)))


def touched(before: YamlFile, step: Edit) -> tuple[int, int]:
    """The part of the text that the edit may change: whole lines, or the bracket it stands in."""
    loc = step.loc
    while True:
        try:
            start, end = before.span(loc)
        except KeyError:
            loc = loc[:-1]
            continue
        break
    for depth in range(len(loc)):
        if before.style(loc[:depth]) == "flow":
            return before.span(loc[:depth])
    if isinstance(step, Remove) and loc[:-1] and len(at(before.value, loc[:-1])) == 1:  # type: ignore[arg-type]
        loc = loc[:-1]
        start, end = before.span(loc)
    if loc and isinstance(loc[-1], str):
        start = before.span(loc, key=True)[0]
    elif loc:
        start = before.text[:start].rindex("-")
    text = before.text
    start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    rest = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)(?:[ \t]*(?:\r\n|\n|\r))*").match(text, end)
    if not (end and text[end - 1] in "\r\n"):
        end = rest.end() if rest else len(text)
    if isinstance(step, Remove) and isinstance(loc[-1], str) and text[start:].lstrip(" ")[0] == "-":
        end += len(text[end:]) - len(text[end:].lstrip(" "))  # the next key takes its place
    return start, end


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
    ],
)
@given(cases())
def test_an_edit_changes_what_was_meant_and_nothing_else(
    case: tuple[YamlFile, Edit, Plain],
) -> None:
    before, step, expected = case
    try:
        text = edit.apply(before, [step])
    except Refused as refused:
        event(f"refused: {'control character' in str(refused)}")
        return
    event("made")
    after = source(edit.encode(before, text))
    assert after.value == expected
    assert after.bom == before.bom
    start, end = touched(before, step)
    prefix, suffix = before.text[:start], before.text[end:]
    assert text.startswith(prefix)
    assert text.endswith(suffix)
    assert len(text) >= len(prefix) + len(suffix)
    removed = isinstance(step, Remove) or (
        isinstance(step, Set) and isinstance(at_or_none(before, step.loc), (dict, list))
    )
    if not removed:
        # Not a single comment goes, inside the touched lines either.
        assert [c for c in re.findall(r"# status: \d+", before.text) if c not in text] == []


def at_or_none(before: YamlFile, loc: Loc) -> Plain:
    try:
        return at(before.value, loc)
    except (KeyError, IndexError, TypeError):
        return None


# --- styles x edits ---

RESOLUTION: Plain = {
    "note": "It happened: twice.",
    "evidence": [{"title": "no", "url": "https://example.org/a?b#c"}],
    "resolved_on": "2025-08-07",
}
RESOLVED = """\
resolution:
  resolved_on: 2025-08-07
  note: "It happened: twice."
  evidence:
    - url: https://example.org/a?b#c
      title: "no"
"""


@pytest.mark.parametrize(
    ("before", "step", "after"),
    [
        # a scalar in each style
        ("status: open\n", Set(("status",), "correct"), "status: correct\n"),
        ("status: 'open'  # c\n", Set(("status",), "correct"), "status: correct  # c\n"),
        ('status: "open"# c\n', Set(("status",), "correct"), "status: correct # c\n"),
        ("status:\topen\t# open\n", Set(("status",), "correct"), "status:\tcorrect\t# open\n"),
        ('"status" : open\n', Set(("status",), "correct"), '"status" : correct\n'),
        ("status:   # open\n", Set(("status",), "correct"), "status: correct   # open\n"),
        ("status:", Set(("status",), "correct"), "status: correct"),
        ("status: ~ # ~\n", Set(("status",), "correct"), "status: correct # ~\n"),
        ("claim: open\nstatus: open\n# status: open\n", Set(("status",), "correct"), "claim: open\nstatus: correct\n# status: open\n"),
        ("hedge: one\n  two # c\nstatus: open\n", Set(("hedge",), "x"), "hedge: x # c\nstatus: open\n"),
        ("hedge: 'one\n\n  two' # c\n", Set(("hedge",), "x"), "hedge: x # c\n"),
        ("hedge: old", Set(("hedge",), None), "hedge: null"),
        # line ends
        ("claim: a\r\nstatus: open # c\r\n", Set(("resolution",), {"note": "m"}), "claim: a\r\nstatus: open # c\r\nresolution:\r\n  note: m\r\n"),
        ("claim: a\rstatus: open", Set(("resolution",), {"note": "m"}), "claim: a\rstatus: open\rresolution:\r  note: m"),
        ("claim: a\r\nstatus: open\n", Set(("status",), "correct"), "claim: a\r\nstatus: correct\n"),
        ("---\nstatus: open\n...\n", Set(("review",), {"why": "w"}), "---\nstatus: open\nreview:\n  why: w\n...\n"),
        # block scalars: every chomping, with and without indentation indicator
        ("hedge: |\n  one\n  # two\n\nstatus: open\n", Set(("hedge",), "x"), "hedge: x\n\nstatus: open\n"),
        ("hedge: |- # c\n  one\nstatus: open\n", Set(("hedge",), "x"), "hedge: x # c\nstatus: open\n"),
        ("hedge: >+\n\n  one\n\n\nstatus: open\n", Set(("hedge",), "x"), "hedge: x\n\n\nstatus: open\n"),
        ("hedge: |2-\n    one", Set(("hedge",), "x"), "hedge: x"),
        ("hedge: >1\n one\n", Set(("hedge",), "x"), "hedge: x\n"),
        ("hedge: |\nstatus: open\n", Set(("hedge",), "x"), "hedge: x\nstatus: open\n"),
        ("status: |-\n  open\n\n# end\n", Set(("review",), {"why": "w"}), "status: |-\n  open\nreview:\n  why: w\n\n# end\n"),
        ("status: |+\n  open\n\n# end\n", Set(("review",), {"why": "w"}), "status: |+\n  open\n\nreview:\n  why: w\n# end\n"),
        ("status: >\n  open", Set(("review",), {"why": "w"}), None),
        ("hedge: |+\n  a\n\ntags:\n  - b\n\nstatus: open\n", Remove(("tags",)), "hedge: |+\n  a\n\nstatus: open\n"),
        # a new key in its canonical place
        ("claim: a\nstatus: open\nreview: {}\n", Set(("resolution",), RESOLUTION), f"claim: a\nstatus: open\n{RESOLVED}review: {{}}\n"),
        ("review: {}\nstatus: open # c\n\n# d\nclaim: a\n", Set(("resolution",), RESOLUTION), f"review: {{}}\nstatus: open # c\n{RESOLVED}\n# d\nclaim: a\n"),
        ("# top\nquote: q\n", Set(("claim",), "a"), "# top\nclaim: a\nquote: q\n"),
        ("---\nquote: q\n", Set(("claim",), "a"), "---\nclaim: a\nquote: q\n"),
        ("  quote: q\n  status: open\n", Set(("tags",), ["a", "b c"]), "  quote: q\n  tags: [a, b c]\n  status: open\n"),
        ("status: open\n", Set(("extra key",), "a"), 'status: open\n"extra key": a\n'),
        ("deadline:\n    kind: by # c\n    latest: 2026-01-01\n", Set(("deadline", "as_said"), "soon"), "deadline:\n    as_said: soon\n    kind: by # c\n    latest: 2026-01-01\n"),
        ("deadline:\n    kind: by # c\nstatus: open\n", Set(("review", "why"), "x"), "deadline:\n    kind: by # c\nstatus: open\nreview:\n    why: x\n"),
        ("deadline:\n  as_said: x\n  assumed: y\n", Set(("deadline", "earliest"), "2026-01-01"), "deadline:\n  as_said: x\n  earliest: 2026-01-01\n  assumed: y\n"),
        ("resolution: # later\nreview:\n", Set(("resolution",), {"note": "m"}), "resolution: # later\n  note: m\nreview:\n"),
        ("resolution:\n  evidence:\n    - url: u # c\n", Set(("resolution", "evidence", 0, "title"), "t"), "resolution:\n  evidence:\n    - url: u # c\n      title: t\n"),
        ("resolution:\n  evidence:\n    - title: t\n", Set(("resolution", "evidence", 0, "url"), "u"), "resolution:\n  evidence:\n    - url: u\n      title: t\n"),
        # flow style
        ("{claim: a, status: open} # c", Set(("resolution",), {"note": "a, b", "by": "c"}), '{claim: a, status: open, resolution: {note: "a, b", by: c}} # c'),
        ("{ quote: q }\n", Set(("claim",), "a?"), '{ claim: "a?", quote: q }\n'),
        ("review: { }\n", Set(("review", "why"), "w"), "review: {why: w}\n"),
        ("review: { # c\n  }\n", Set(("review", "why"), "w"), "review: {why: w # c\n  }\n"),
        ("deadline: {\n  kind: by, # k\n  latest: 2026-01-01 # l\n}\n", Set(("deadline", "assumed"), "z"), "deadline: {\n  kind: by, # k\n  latest: 2026-01-01, # l\n  assumed: z\n}\n"),
        ("deadline: {kind: by, latest: 2026-01-01}\n", Remove(("deadline", "kind")), "deadline: {latest: 2026-01-01}\n"),
        ("deadline: {kind: by, latest: 2026-01-01}\n", Remove(("deadline", "latest")), "deadline: {kind: by}\n"),
        ("{claim}\n", Set(("claim",), "a"), "{claim: a}\n"),
        ("{claim: , quote: q}\n", Set(("claim",), "a"), "{claim: a, quote: q}\n"),
        ('{"claim":1}\n', Set(("claim",), "a"), '{"claim": a}\n'),
        ("tags: [a: b]\n", Set(("tags", 0, "c"), "d"), None),
        ("tags: [a: b]\n", Set(("tags", 0, "a"), "d"), "tags: [a: d]\n"),
        # lists
        ("tags: [a, b] # c\n", Append(("tags",), "c"), "tags: [a, b, c] # c\n"),
        ("tags: [a, b,]\n", Append(("tags",), "c d, e"), 'tags: [a, b, "c d, e",]\n'),
        ("tags: []\n", Append(("tags",), "c"), "tags: [c]\n"),
        ("tags: [ # c\n  ]\n", Append(("tags",), "c"), "tags: [c # c\n  ]\n"),
        ("tags: # c\n", Append(("tags",), "c"), "tags: [c] # c\n"),
        ("tags: [\n  a, # one\n  b # two\n]\n", Append(("tags",), "c"), "tags: [\n  a, # one\n  b, # two\n  c\n]\n"),
        ("tags: [\n  a,\n  b,\n]\n", Append(("tags",), "c"), "tags: [\n  a,\n  b,\n  c,\n]\n"),
        ("tags:\n- a\n- b # c\n\nstatus: open\n", Append(("tags",), "c"), "tags:\n- a\n- b # c\n- c\n\nstatus: open\n"),
        ("tags:\n    -   a\n", Append(("tags",), "c"), "tags:\n    -   a\n    -   c\n"),
        ("updates:\n- date: 2024-01-01\n  note: x", Append(("updates",), {"note": "z", "date": "2025-01-01"}), "updates:\n- date: 2024-01-01\n  note: x\n- date: 2025-01-01\n  note: z"),
        ("updates:\n  -   note: |\n        x\n\n# c\n", Append(("updates",), {"note": "z", "date": "2025-01-01"}), "updates:\n  -   note: |\n        x\n  -   date: 2025-01-01\n      note: z\n\n# c\n"),
        ("tags:\n- a\n# end", Append(("updates",), {"date": "2025-01-01"}), "tags:\n- a\nupdates:\n- date: 2025-01-01\n# end"),
        ("status: open\nupdates: []\n", Append(("updates",), {"date": "2025-01-01"}), "status: open\nupdates:\n  - date: 2025-01-01\n"),
        ("tags: a\n", Append(("tags",), "b"), None),
        ("tags:\n  - a # a\n  - b # b\n", Remove(("tags", 0)), "tags:\n  - b # b\n"),
        ("tags:\n  - a\n  - b", Remove(("tags", 1)), "tags:\n  - a\n"),
        ("tags: [\n  a, # one\n  b,\n  c\n]\n", Remove(("tags", 1)), "tags: [\n  a, # one\n  c\n]\n"),
        ("tags: [a, b]\n", Set(("tags",), ["a", "c", "d"]), "tags: [a, c, d]\n"),
        ("tags: [a, b, c] # t\n", Set(("tags",), ["b"]), "tags: [b] # t\n"),
        # removing
        ("claim: a\n# own\nhedge: x # gone\nstatus: open\n", Remove(("hedge",)), "claim: a\n# own\nstatus: open\n"),
        ("claim: a\nreview:\n  # in\n  why: w\n\n# out\n", Remove(("review",)), "claim: a\n\n# out\n"),
        ("claim: a\nreview:\n  why: w # c\n", Remove(("review", "why")), "claim: a\nreview: {}\n"),
        ("updates:\n  - date: x\n    note: y\n", Remove(("updates", 0, "date")), "updates:\n  - note: y\n"),
        ("claim: a\n", Remove(("claim",)), None),
        ("claim: a\n", Remove(("hedge",)), None),
        # one kind of value for another
        ("deadline: 2026-01-01 # c\nstatus: open\n", Set(("deadline",), {"latest": "2026-01-01", "kind": "by"}), "deadline: # c\n  kind: by\n  latest: 2026-01-01\nstatus: open\n"),
        ("deadline: # d\n  # k\n  kind: by\nstatus: open\n", Set(("deadline",), "2026-01-01"), "deadline: 2026-01-01 # d\n  # k\nstatus: open\n"),
        ("deadline:\n  kind: by # k\n  latest: 2026-01-01 # l\n", Set(("deadline",), {"kind": "between", "earliest": "2025-01-01", "latest": "2027-01-01"}), "deadline:\n  kind: between # k\n  earliest: 2025-01-01\n  latest: 2027-01-01 # l\n"),
        ("tags:\n  - a # a\n  -   b\n", Set(("tags", 0), {"x": "u", "z": "w"}), "tags:\n  - x: u # a\n    z: w\n  -   b\n"),
        ("tags:\n  - |\n    a\n  - b\n", Set(("tags", 0), {"x": "u", "z": "w"}), "tags:\n  - x: u\n    z: w\n  - b\n"),
        ("tags:\n  - | # a\n    a\n  - b\n", Set(("tags", 0), {"x": "u", "z": "w"}), "tags:\n  - # a\n    x: u\n    z: w\n  - b\n"),
        ("note: |\n  a\nb: c\n", Set(("note",), {"x": "z"}), "note:\n  x: z\nb: c\n"),
        # inside of inside: only what differs is touched
        ("deadline:\n  kind: by # k\n  latest: 2026-01-01 # l\nstatus: open\n", Set((), {"deadline": {"kind": "by", "latest": "2027-01-01"}, "status": "open"}), "deadline:\n  kind: by # k\n  latest: 2027-01-01 # l\nstatus: open\n"),
        ("resolution:\n  evidence:\n    - url: u # c\n      title: t # d\n", Set(("resolution",), {"evidence": [{"url": "u", "title": "x"}]}), "resolution:\n  evidence:\n    - url: u # c\n      title: x # d\n"),
        ("updates: [{note: a, date: b}, {note: c}] # u\n", Set(("updates",), [{"note": "a", "date": "b"}, {"note": "d"}]), "updates: [{note: a, date: b}, {note: d}] # u\n"),
        ("claim: a\nreview: # r\n", Set(("review", "why"), "w"), "claim: a\nreview: # r\n  why: w\n"),
        ("claim: a\nresolution: ~\n", Append(("resolution", "evidence"), {"url": "u"}), "claim: a\nresolution:\n  evidence:\n    - url: u\n"),
        # what can't be done in place
        ("? claim\n: a\n", Set(("claim",), "b"), "? claim\n: b\n"),
        ("? claim\n", Set(("claim",), {"a": "b"}), None),
        ("- a\n", Set(("claim",), "b"), None),
        ("# nothing\n", Set(("claim",), "b"), None),
        ("claim: a\n", Set(("claim", "x"), "b"), None),
        ("claim: a\n", Set(("tags", 0), "b"), None),
        ("claim: a\n", Set((), "b"), None),
        ("claim: a\n", Set(("claim",), "b\x07"), None),
        ("claim: a\n", Set(("k" * 2000,), "b"), None),
    ],
)  # fmt: skip
def test_an_edit_keeps_the_style_around_it(before: str, step: Edit, after: str | None) -> None:
    try:
        file = source(before)
    except AssertionError:
        assert after is None
        return
    if after is None:
        with pytest.raises(Refused):
            edit.apply(file, [step])
    else:
        assert edit.apply(file, [step]) == after


def test_a_refusal_says_why() -> None:
    def why(text: str, step: Edit) -> str:
        with pytest.raises(Refused) as caught:
            edited(text, step)
        return str(caught.value)

    assert why("claim: a\n", Remove(("hedge",))) == "can't remove `hedge`, which does not exist"
    assert why("tags: a\n", Append(("tags",), "b")) == "`tags` is not a list"
    assert (
        why("a: {b: c}\n", Set(("a", "b", "d"), "e")) == "`a.b.d` does not exist and can't be added"
    )
    assert why("a: b\n", Set(("a",), "\x07")) == "`a` contains the control character U+0007"
    control = "contains the control character U+0007"
    assert why("a: b\n", Set(("c",), {"d": {"e": "\x07"}})) == f"`c.d.e` {control}"
    assert why("a: b\n", Set(("c",), {"\x07": "e"})) == f"`c` {control}"
    assert why("a: b\n", Set(("c",), ["d", ["\x07"]])) == f"`c[1][0]` {control}"
    assert why("a: [b]\n", Append(("a",), "\x07")) == f"`a` {control}"
    assert why("a: b\n", Set((), "c")) == "can't replace the whole record"
    assert why("a: b\n", Remove(("Xx",))) == "can't remove `Xx`, which does not exist"
    assert why("status: >\n  open", Set(("review",), {})) == (
        "can't change `review` without changing other text: the file does not end with a newline"
    )
    assert why("# nothing\n", Set(("claim",), "a")) == "the file contains no record"
    assert why("a: b\n", Remove(("a",))) == "can't remove `a`, the only key of the record"
    assert why("tags: [a: b]\n", Set(("tags", 0, "c"), "d")) == (
        "can't change `tags[0].c` without changing other text: its YAML style is not supported"
    )


def test_equal_values_are_not_written_again() -> None:
    text = "status: 'open'\ntags: [ a,b ]\ndeadline: {latest: \"2026-01-01\"}\n"
    same = [
        Set(("status",), "open"),
        Set(("tags",), ["a", "b"]),
        Set((), {"status": "open", "tags": ["a", "b"], "deadline": {"latest": "2026-01-01"}}),
    ]
    assert edited(text, *same) == text


def test_a_byte_order_mark_stays() -> None:
    before = source(b"\xef\xbb\xbfstatus: open\r\n")
    after = edit.apply(before, [Set(("status",), "correct")])
    assert edit.encode(before, after) == b"\xef\xbb\xbfstatus: correct\r\n"


def test_a_record_of_a_megabyte_is_edited_and_one_that_would_grow_past_it_refused() -> None:
    filler = "# a line of a comment that says nothing, again and again and again\n"
    text = "claim: a\n" + filler * 15_000 + "status: open\n"
    assert edited(text, Set(("resolution",), RESOLUTION)) == text + RESOLVED
    with pytest.raises(Refused, match="file is larger than 1 MiB"):
        edited(text, Set(("hedge",), "x" * 100_000))


# --- the one rule for plain scalars ---


@pytest.mark.parametrize(
    "text",
    [*"no No NO yes on off y n true False null Null ~ 1 0 -1 +1 010 0o10 0x1F 0b11 1_000 1.5 .5 1. 1e3" " 1.2.3 12:30 12:30:45 190:20:30.15 .inf -.INF .nan 2024-03-05 2024-03-05T10:00:00Z = <<" " -a ?a :a ,a [a ]a {a }a #a &a *a !a |a >a 'a \"a %a @a `a --- ... a: -".split(), "a: b", "a #b", " a", "a ", "", "a\tb", "a\nb", "2024-03-05 10:00", "\ufeffa", "a\u2028b", "a\u202eb"],
)  # fmt: skip
def test_what_the_versions_of_yaml_read_differently_is_quoted(text: str) -> None:
    written = edited("claim: x\nstatus: open\n", Set(("claim",), text))
    assert written.startswith('claim: "')
    assert source(written).value == {"claim": text, "status": "open"}
    assert len(written.splitlines()) == 2 or "\u2028" in text


@pytest.mark.parametrize(
    "text",
    ["a", "it's", "C:\\x", "兩年內", "90% of an A100", "https://example.org/a?b=c#d", "a:b", "3-5 years", "(a)", "2024-03", "P2Y", "nobody", "a, [b] {c}", "2024-02-16/2024-05-13", "😀"],
)  # fmt: skip
def test_what_both_read_as_this_text_is_plain(text: str) -> None:
    assert edited("claim: x\n", Set(("claim",), text)) == f"claim: {text}\n"


@pytest.mark.parametrize(
    ("loc", "text"),
    [
        (("made_on",), "2024"),
        (("made_on",), "2024-03-05"),
        (("deadline",), "2026-05-13"),
        (("deadline", "latest"), "2026-05-13"),
        (("resolution", "evidence", 0, "published_on"), "2025"),
        (("forecasts", 0, "probability"), "0.7"),
    ],
)
def test_dates_and_probabilities_are_plain_under_their_keys(loc: Loc, text: str) -> None:
    value: Plain = text
    for step in reversed(loc[1:]):
        value = [value] if isinstance(step, int) else {str(step): value}
    written = edited("claim: x\n", Set((loc[0],), value))
    assert written.endswith(f"{loc[-1]}: {text}\n")


def test_a_number_of_another_form_is_quoted_under_them_too() -> None:
    assert edited("made_on: x\n", Set(("made_on",), "1e3")) == 'made_on: "1e3"\n'


def test_the_keys_of_dates_are_those_of_the_model() -> None:
    pending: list[type[BaseModel]] = [Prediction]
    typed = set()
    while pending:
        for key, field in pending.pop().model_fields.items():
            pending.extend(emit.models(field.annotation))
            if any(
                name in str(field.annotation) for name in ("datetime.date", "PartialDate", "float")
            ):
                typed.add(key)
    assert typed == emit.TYPED


def test_keys_of_all_kinds_of_deadline_have_one_order() -> None:
    assert emit.canonical_order(("deadline",)) == (
        "as_said",
        "as_said_en",
        "kind",
        "earliest",
        "latest",
        "after",
        "within",
        "assumed",
    )
    assert emit.canonical_order(("resolution", "evidence", 0))[:2] == ("url", "title")


# --- whole records, checks, diffs ---


def test_a_record_is_rendered_in_canonical_order() -> None:
    text = emit.render({"status": "open", "claim": "a: b", "tags": ["x"], "resolution": RESOLUTION})
    assert text == f'claim: "a: b"\ntags: [x]\nstatus: open\n{RESOLVED}'


def test_revise_refuses_what_the_schema_forbids() -> None:
    text = "claim: a\nquote: q\nspeaker: s\nsource: https://example.org\nmade_on: 2024\ndeadline: {kind: undated}\nstatus: open\n"
    assert edit.check(source(text)) == []
    assert edit.revise(source(text), [Set(("tags",), ["a"])]).value["tags"] == ["a"]  # type: ignore[call-overload, index]
    with pytest.raises(
        Refused, match="would be invalid: `resolution` is required with status `correct`"
    ):
        edit.revise(source(text), [Set(("status",), "correct")])


def test_a_problem_is_told_of_the_record_that_the_file_is() -> None:
    file, _ = parse(b"claim: a\n", "predictions/2024/it.yaml")
    assert file is not None
    assert {problem.record for problem in edit.check(file)} == {"it"}


def test_a_diff_is_one_that_git_takes() -> None:
    assert edit.diff("a\nb\n", "a\nc", "predictions/a.yaml") == (
        "--- a/predictions/a.yaml\n+++ b/predictions/a.yaml\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"
        "\\ No newline at end of file\n"
    )
    assert edit.diff("a\r\nb\r\n", "a\r\nc\r\n", "x").endswith(" a\r\n-b\r\n+c\r\n")
    no_newline = "\n\\ No newline at end of file\n"
    # git knows no line end but the line feed
    assert edit.diff("a\rb", "a\rc\r", "x").endswith(f"-a\rb{no_newline}+a\rc\r{no_newline}")
    no_newline = no_newline[1:]
    assert edit.diff("a\nb", "a\nb\r", "x").endswith(f" a\n-b\n{no_newline}+b\r\n{no_newline}")
    assert edit.diff("a\n", "a\n", "x") == ""
    assert edit.diff("\ufeffa\n", "\ufeffb\n", "x").endswith("-\ufeffa\n+\ufeffb\n")


def test_a_diff_names_its_file_as_git_reads_it() -> None:
    def names(old: str, path: str) -> list[str]:
        return edit.diff(old, "b\n", path).split("\n")[:2]

    assert names("", "p/a.yaml") == ["--- /dev/null", "+++ b/p/a.yaml"]
    assert names("a\n", "p q/a.yaml") == ["--- a/p q/a.yaml\t", "+++ b/p q/a.yaml\t"]
    assert names("a\n", "兩/a.yaml") == ["--- a/兩/a.yaml", "+++ b/兩/a.yaml"]
    odd = r'"a/\042\134\012 \011/a.yaml"'
    assert names("a\n", '"\\\n \t/a.yaml')[0] == f"--- {odd}"


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.sampled_from(TEXTS)
    | st.text(max_size=8)
    | st.text("0123456789.:-_eExobnyinfatru~ #", max_size=8)
)
@example("1.2.3")
@example("1:30")
@example("2024-1-1 1:2:3")
@example("0o7")
def test_what_is_written_plain_is_text_for_readers_of_yaml_1_1_too(text: str) -> None:
    for loader in (yaml.CSafeLoader, yaml.SafeLoader):
        if emit.is_plain(text, in_flow=False):
            assert yaml.load(f"k: {text} # c\n", loader) == {"k": text}
        if emit.is_plain(text, in_flow=True):
            assert yaml.load(f"[{text}, a]", loader) == [text, "a"]
            assert yaml.load(f"{{k: {text}}}", loader) == {"k": text}
