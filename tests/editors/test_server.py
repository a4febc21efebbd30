"""What yaml-language-server makes of the schemas: its verdicts, messages, proposals and hovers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.editors.server import Server, Wrong
from tests.records.test_schema import DIFFERENT, FILES, is_structure_wrong, name

from tracker.records.model import DEADLINES
from tracker.records.schema import schemas
from tracker.records.vocabulary import STATUS_MEANINGS, STATUSES
from tracker.yamlfile.reader import parse

pytestmark = pytest.mark.nightly

PLACES = {
    "prediction": "predictions/{}.yaml",
    "card": "seeds/{}.yaml",
    "people": "seeds/people.yaml",
}
#: Numbers for the reader of check-jsonschema, but text for the server, which refuses it.
REFUSED = ["prediction/bad/made-on-underscore", "prediction/bad/probability-underscore"]
#: A file without any value: the server has nothing to check.
EMPTY = ["prediction/bad/root-comment"]
RECORD = """\
claim: Driverless taxis will carry passengers in ten cities.
quote: one in ten cities
speaker: ada-example
source: talk
made_on: 2024-03-05
deadline: 2026-02-28
criteria:
  correct: They do.
  incorrect: They don't.
tags: [robots]
status: open
"""
RESOLVED = RECORD.replace("open", "correct") + (
    "resolution:\n  resolved_on: 2026-01-01\n  note: They do.\n"
    "  evidence:\n    - url: https://example.org\n"
)
HERE = "predictions/here.yaml"


class Verdicts:
    """What the server says of the example files, each asked once."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.known: dict[Path, list[Wrong]] = {}

    def __getitem__(self, path: Path) -> list[Wrong]:
        if path not in self.known:
            place = PLACES[path.parts[-3]].format(path.stem)
            text = path.read_text(encoding="utf-8")
            self.known[path] = self.server.problems(place, text)
        return self.known[path]


@pytest.fixture(scope="module")
def verdicts(server: Server) -> Verdicts:
    return Verdicts(server)


# --- verdicts ---


@pytest.mark.parametrize("path", [p for p in FILES if name(p) not in DIFFERENT], ids=name)
def test_the_server_gives_the_verdict_of_check_on_structure(path: Path, verdicts: Verdicts) -> None:
    expected = is_structure_wrong(path) and name(path) not in EMPTY
    assert bool(verdicts[path]) == expected, verdicts[path]


@pytest.mark.parametrize("path", [p for p in FILES if name(p) in DIFFERENT], ids=name)
def test_what_the_server_can_not_see_is_no_false_alarm(path: Path, verdicts: Verdicts) -> None:
    assert is_structure_wrong(path)
    assert bool(verdicts[path]) == (name(path) in REFUSED)


def test_no_message_shows_a_regular_expression(verdicts: Verdicts) -> None:
    messages = {wrong.message for path in FILES for wrong in verdicts[path]}
    assert len(messages) > 40
    assert [each for each in messages if "pattern" in each or "schema" in each] == []


def test_an_impossible_day_is_caught_in_words(server: Server) -> None:
    assert server.problems(HERE, RECORD.replace("02-28", "02-29")) == [
        Wrong(6, "Write a day of the calendar, such as 2024-03-05.")
    ]


def test_a_resolution_beside_open_is_explained(server: Server) -> None:
    assert server.problems(HERE, RESOLVED.replace("correct\nres", "open\nres")) == [
        Wrong(
            12,
            "`resolution` is set but status is `open`: set `status` to the verdict, "
            "or remove `resolution`.",
        )
    ]


# --- proposals ---


def labels(items: list[Any]) -> list[str]:
    return [each["label"] for each in items]


def documented(items: list[Any]) -> dict[str, str]:
    texts = {each["label"]: each.get("documentation", "") for each in items}
    return {
        label: text["value"] if isinstance(text, dict) else text for label, text in texts.items()
    }


def filled(text: str) -> str:
    """The text after a user has filled the stops of a snippet."""
    days = ("made_on", "latest", "earliest", "resolved_on", "published_on")
    words = dict.fromkeys(days, "2026-02-28") | {
        "after": "chips",
        "within": "P1Y",
        "url": "https://example.org/2",
        "source": "talk",
    }
    parents = ("deadline", "criteria", "tags", "resolution", "evidence")

    def fill(match: re.Match[str]) -> str:
        return match[0] if match[2] in parents else f"{match[1]} {words.get(match[2], 'text')}"

    return re.sub(r"(?m)^( *(?:- )?(?:(\w+):|-)) *$", fill, text)


def keys() -> list[str]:
    return list(json.loads(schemas()["prediction.schema.json"])["properties"])


@pytest.mark.parametrize("key", keys())
def test_a_key_is_completed_as_yaml_and_never_with_null(server: Server, key: str) -> None:
    rest = "".join(
        f"{line}\n" for line in RECORD.splitlines() if not line.startswith((f"{key}:", " "))
    )
    rest = rest.replace("criteria:\n", "")
    text = server.completed(HERE, f"{rest}|", key, kind=10)
    file, problems = parse(text.encode(), HERE)
    assert problems == []
    assert file is not None
    assert isinstance(file.value, dict)
    assert list(file.value)[-1] == key
    assert not re.search("null|true|false", text)
    for values in (f"{rest}{key}: |", f"{rest}{key}:\n  |", f"{rest}{key}:\n  - |"):
        assert not {"null", "true", "false"} & set(labels(server.completions(HERE, values)))


@pytest.mark.parametrize("kind", DEADLINES)
def test_a_deadline_is_inserted_with_its_keys(server: Server, kind: str) -> None:
    text = server.completed(HERE, RECORD.replace("2026-02-28", "|"), kind)
    assert f"kind: {kind}\n" in text
    assert server.problems(HERE, filled(text)) == []


def test_a_whole_resolution_is_inserted(server: Server) -> None:
    text = server.completed(HERE, RECORD.replace("open", "correct") + "|", "resolution", kind=10)
    assert server.problems(HERE, filled(text)) == []


def test_one_piece_of_evidence_is_inserted(server: Server) -> None:
    text = server.completed(HERE, f"{RESOLVED}    - |", "new entry")
    assert text.endswith("    - url: \n      title: \n      publisher: \n      published_on: ")
    assert server.problems(HERE, filled(text)) == []


def test_an_empty_file_is_filled_with_a_whole_prediction(server: Server) -> None:
    text = server.completed(HERE, "|", "new prediction")
    assert server.problems(HERE, filled(text)) == []


def test_the_people_cards_and_tags_of_the_registry_are_proposed(server: Server) -> None:
    people = documented(server.completions(HERE, RECORD.replace("ada-example", "|")))
    assert people == {"ada-example": "Ada Example", '"2024"': "A year"}
    cards = documented(server.completions(HERE, RECORD.replace("source: talk", "source: |")))
    assert cards == {"talk": 'A talk on "taxis"'}
    tags = server.completed(HERE, RECORD.replace("[robots]", "\n  - |"), '"yes: no"')
    assert '- "yes: no"\n' in tags
    codes = documented(server.completions(HERE, f"{RECORD}ignore:\n  - code: |"))
    assert codes == {"near-duplicate": "Two claims are alike."}


def test_a_plain_name_a_link_and_a_new_tag_stay_allowed(server: Server) -> None:
    text = RECORD.replace("ada-example", "Somebody Else").replace("[robots]", "[new]")
    assert server.problems(HERE, text.replace("source: talk", "source: https://example.org")) == []


# --- hovers ---


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_is_explained_first_and_by_its_own_sentence(
    server: Server, status: str
) -> None:
    shown = server.hover(HERE, RECORD.replace("open", f"{status[:2]}|{status[2:]}"))
    first = next(line for line in shown.splitlines() if line.startswith("* "))
    assert first == f"* `{status}`: {STATUS_MEANINGS[status]}"


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (RECORD.replace("claim", "cl|aim"), "The claim as one checkable English sentence"),
        (RECORD.replace("ada-example", "ada|-example"), "Ada Example"),
        (RECORD.replace("ada-example", "Some|body"), "The person or organisation that predicted"),
        (RECORD.replace("tags", "ta|gs"), "The topics."),
        (RECORD.replace("[robots]", "[rob|ots]"), "The tag robots."),
        (RECORD.replace("deadline", "dead|line"), "The deadline as a date or a mapping"),
        (RESOLVED.replace("evidence", "evi|dence"), "The pages that support the verdict."),
        (RECORD.replace("made_on: 2024-03-05", "made_on: 20|24"), "The date of the statement"),
        (RECORD.replace("2026-02-28", "\n  kind: ne|ver\n"), DEADLINES["never"].__doc__),
    ],
)
def test_a_hover_is_one_plain_sentence(server: Server, marked: str, expected: str) -> None:
    shown = server.hover(HERE, marked)
    assert expected in shown
    assert "||" not in shown
