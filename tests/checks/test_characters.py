"""Invisible characters and text that a comment cuts off; more of them in `tests/cases/`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from tracker import checks
from tracker.checks import characters
from tracker.checks.base import Check
from tracker.records import model
from tracker.registry import load

MakeRegistry = Callable[..., Path]
RECORD = """\
claim: {claim}
quote: it will be there within two years
speaker: Ada Example
source: https://example.org/talk
made_on: 2024-03-05
deadline: 2026-03-05
criteria: {{correct: It is there., incorrect: It is not there.}}
status: open
"""


def places(root: Path, check: Check) -> list[tuple[int | None, int | None]]:
    return [(diagnostic.line, diagnostic.column) for diagnostic in check.diagnostics(load(root))]


@pytest.mark.parametrize("char", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_every_direction_control_is_called_one(make_registry: MakeRegistry, char: str) -> None:
    root = make_registry({"a": RECORD.format(claim=f"It {char}is there.")})
    [diagnostic] = characters.invisible_character.diagnostics(load(root))
    assert (diagnostic.line, diagnostic.column, diagnostic.severity) == (1, 11, "warning")
    assert diagnostic.message.startswith(f"invisible character U+{ord(char):04X} (")
    assert diagnostic.hint == "delete it: it reorders the surrounding text on screen"


@pytest.mark.parametrize(
    "char",
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2064\u206a\u206f"
    "\u034f\u115f\u1160\u17b4\u3164\uffa0\ufff9\ufffb\U00013430\U0001bca3\U0001d173\U0001d17a"
    "\U000e0001\U000e0020\U000e007f",
)
def test_every_character_without_width_is_reported(make_registry: MakeRegistry, char: str) -> None:
    root = make_registry({"a": RECORD.format(claim=f"It i{char}s there.")})
    [diagnostic] = characters.invisible_character.diagnostics(load(root))
    assert (diagnostic.line, diagnostic.column) == (1, 12)
    assert diagnostic.hint == "delete it: texts that look identical no longer match"


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # Persian
        "क्\u200dष",  # Hindi
        "👩\u200d👩\u200d👧",
        "🤷🏽\u200d♂\ufe0f",
        "(שלום!\u200f 2026\u200e)",
        "兩年內，è é — “x” ✈\ufe0f",
    ],
)
def test_what_writing_needs_passes(make_registry: MakeRegistry, text: str) -> None:
    root = make_registry({"a": RECORD.format(claim=text)})
    assert places(root, characters.invisible_character) == []


@pytest.mark.parametrize(
    "text",
    ["中\u200d文", "a\u200db", "\u200d中", "👩\u200d", "می\u200c", "می\u200c\u200cخواهم"],
)
def test_a_joiner_that_joins_nothing_is_reported(make_registry: MakeRegistry, text: str) -> None:
    root = make_registry({"a": RECORD.format(claim=f"{text}.")})
    assert len(places(root, characters.invisible_character)) == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_mark_passes_on_the_line_of_a_right_to_left_word_only(
    make_registry: MakeRegistry, end: str
) -> None:
    text = RECORD.format(claim="It is\u200f there.") + "# שלום\u200f\n"
    root = make_registry({"a": text.replace("\n", end)})
    assert places(root, characters.invisible_character) == [(1, 13)]


def test_the_first_on_each_line_is_reported_and_a_thousand_a_file(
    make_registry: MakeRegistry,
) -> None:
    many = "# \u200b \u200b\n" * 1100
    root = make_registry({"a": many + RECORD.format(claim="It is there.")})
    assert places(root, characters.invisible_character) == [(n, 3) for n in range(1, 1001)]


def test_an_escape_is_reported_at_its_text_and_once(make_registry: MakeRegistry) -> None:
    root = make_registry({"a": RECORD.format(claim='"It \\u200bis\u200b \\u200b there."')})
    assert places(root, characters.invisible_character) == [(1, 20)]
    root = make_registry({"a": RECORD.format(claim='"It \\u200bis there."')})
    assert places(root, characters.invisible_character) == [(1, 8)]


def test_both_are_silenced_in_a_record(make_registry: MakeRegistry) -> None:
    ignored = "".join(
        f"  - {{code: {check.code}, why: meant so}}\n"
        for check in (characters.invisible_character, characters.text_cut_off)
    )
    text = RECORD.format(claim="It is\u200b there #now")
    assert len(checks.run(load(make_registry({"a": text})))) == 2
    assert checks.run(load(make_registry({"a": f"{text}ignore:\n{ignored}"}))) == []


def test_a_long_comment_is_shortened(make_registry: MakeRegistry) -> None:
    root = make_registry({"a": RECORD.format(claim="Model #" + "1" * 50)})
    [diagnostic] = characters.text_cut_off.diagnostics(load(root))
    rest = "'#" + "1" * 36 + "...'"
    assert diagnostic.message == f"`claim` is cut off: YAML reads {rest} as a comment"


@pytest.mark.parametrize(
    "text",
    [
        # a comment, and what is no comment
        RECORD.format(claim="It is there. # now"),
        RECORD.format(claim="It is there. #"),
        RECORD.format(claim="C#7 is there."),
        RECORD.format(claim='"It is #1."'),
        RECORD.format(claim="|\n  It is\n  #1."),
        # behind quotes, a list, a word and a date
        RECORD.format(claim="'It is there.' #now"),
        RECORD.format(claim="It is there.") + "tags: [chips] #all\n",
        RECORD.format(claim="It is there.").replace("open", "open #still"),
        RECORD.format(claim="It is there.").replace("2024-03-05", "2024-03-05 #talk"),
        # a key that is commented out
        RECORD.format(claim="It is there.\n#title: It"),
        RECORD.format(claim="It is there.") + "review:\n  why: spring\n  #by: Ada\n  next: 2027-01-01\n",
    ],
)  # fmt: skip
def test_what_cuts_no_text_off_passes(make_registry: MakeRegistry, text: str) -> None:
    assert places(make_registry({"a": text}), characters.text_cut_off) == []


def test_a_file_with_carriage_returns(make_registry: MakeRegistry) -> None:
    text = RECORD.format(claim="Model\n  #1 is there.").replace("\n", "\r\n")
    assert places(make_registry({"a": text}), characters.text_cut_off) == [(2, 3)]


def test_no_file_of_the_quick_reader_needs_a_look(make_registry: MakeRegistry) -> None:
    texts = ("It is\u200b there.", "It is\u202e there.", "It is #1.", "It is there.\U000e0041")
    root = make_registry({f"a{n}": RECORD.format(claim=text) for n, text in enumerate(texts)})
    assert [record.file.is_plain for record in load(root)] == [False] * len(texts)


def text_keys(kind: type[BaseModel]) -> Iterator[str]:
    for name, field in kind.model_fields.items():
        texts = (model.Text, model.Title, model.Summary)
        leaves = [each.__metadata__[0] for each in texts]  # type: ignore[attr-defined]
        annotation = repr(field.annotation) + repr(field.metadata)
        if any(repr(leaf) in annotation for leaf in leaves):
            yield name


def test_the_keys_of_text_are_those_of_the_models() -> None:
    models = [kind for kind in vars(model).values() if isinstance(kind, type)]
    keys = {key for kind in models if issubclass(kind, BaseModel) for key in text_keys(kind)}
    assert keys - {"kind"} == characters.TEXT_KEYS


@pytest.mark.parametrize(
    "line",
    ["\u200e", "ש\u200f", "a\u200b", "م\u200cم", "x" + " " * 99, "x #", "#a ", "\\u200e"],
)
def test_the_time_grows_with_the_size_only(make_registry: MakeRegistry, line: str) -> None:
    long = line * (400_000 // len(line.encode()))
    text = RECORD.format(claim="Model #1") + f'#{long}ש\nhedge: "x{long}"\n'
    registry = load(make_registry({"a": text}))
    assert len(registry.records) == 1
    began = time.process_time()
    for check in (characters.invisible_character, characters.text_cut_off):
        list(check.diagnostics(registry))
    assert time.process_time() - began < 5  # some milliseconds; with the square, minutes


def test_a_tab_stands_before_a_comment_too(make_registry: MakeRegistry) -> None:
    root = make_registry({"a": RECORD.format(claim="Model\t#1 is there.")})
    assert places(root, characters.text_cut_off) == [(1, 14)]
