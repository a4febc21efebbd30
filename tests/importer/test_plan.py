from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tracker.checks import run as run_checks
from tracker.editing import files as store
from tracker.editing.proposal import adding
from tracker.importer import Outcome, carry_out, plan
from tracker.importer.items import Item
from tracker.registry import load

if TYPE_CHECKING:
    from tests.importer.conftest import MakeMapping

ITEM = {"id": "1", "title": "It rains.", "who": "Ada", "said": "2024-03-05", "due": "2026-03-05"}
TEXT = """\
# yaml-language-server: $schema=../schema/prediction.schema.json
claim: It rains.
quote: It rains.
speaker: Ada (X)
source: https://example.org/1
made_on: 2024-03-05
deadline: 2026-03-05
criteria:
  correct: It happens.
  incorrect: It does not.
status: open
"""


class Importer:
    """A registry and a mapping: `run` imports items and gives what became of each."""

    def __init__(self, root: Path, make_mapping: MakeMapping) -> None:
        self.root, self.make_mapping = root, make_mapping

    def plan(self, *items: Mapping[str, Any], **over: Any) -> list[Outcome]:
        placed = [Item(f"item {number}", {**ITEM, **item}) for number, item in enumerate(items, 1)]
        return plan(placed, self.make_mapping(**over), load(self.root))

    def run(self, *items: Mapping[str, Any], **over: Any) -> list[tuple[str, str, tuple[str, ...]]]:
        return shown(carry_out(self.plan(*items, **over), load(self.root)))

    def files(self) -> dict[str, str]:
        folder = self.root / "predictions"
        return {
            path.relative_to(folder).as_posix(): path.read_text("utf-8")
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }


def shown(outcomes: Sequence[Outcome]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.kind, each.id, each.reasons) for each in outcomes]


@pytest.fixture
def importer(registry_dir: Path, make_mapping: MakeMapping) -> Importer:
    return Importer(registry_dir, make_mapping)


def test_a_new_item_is_a_file_with_its_keys_in_order(importer: Importer) -> None:
    assert importer.run({}) == [("new", "x-1", ())]
    assert importer.files() == {"x-1.yaml": TEXT}


def test_a_plan_writes_nothing(importer: Importer) -> None:
    assert shown(importer.plan({})) == [("new", "x-1", ())]
    assert importer.files() == {}


def test_the_schema_is_named_from_where_the_record_stands(importer: Importer) -> None:
    importer.run({}, folder="from/x")

    name, text = next(iter(importer.files().items()))
    assert name == "from/x/x-1.yaml"
    assert (
        text.splitlines()[0]
        == "# yaml-language-server: $schema=../../../schema/prediction.schema.json"
    )


def test_a_second_import_changes_nothing(importer: Importer) -> None:
    importer.run({}, {"id": "2"})
    before = importer.files()

    assert importer.run({}, {"id": "2"}) == [("unchanged", "x-1", ()), ("unchanged", "x-2", ())]
    assert importer.files() == before


def test_a_record_that_was_moved_and_restyled_is_still_the_same(importer: Importer) -> None:
    folder = importer.root / "predictions" / "rain"
    folder.mkdir()
    value = yaml.safe_load(TEXT) | {"made_on": "2024-03-05", "deadline": "2026-03-05", "tags": None}
    (folder / "x-1.yaml").write_text("# mine\n" + yaml.safe_dump(value), encoding="utf-8")

    assert importer.run({}) == [("unchanged", "x-1", ())]


def test_what_changed_upstream_is_told_and_not_overwritten(importer: Importer) -> None:
    importer.run({})

    assert importer.run({"title": "It pours.", "end": "YES", "ended": "2025-01-01"}) == [
        (
            "different",
            "x-1",
            ("predictions/x-1.yaml differs in claim, quote, status, resolution; not overwritten",),
        )
    ]
    assert importer.files() == {"x-1.yaml": TEXT}


def test_a_verdict_written_by_hand_stays(importer: Importer) -> None:
    importer.run({})
    path = importer.root / "predictions" / "x-1.yaml"
    path.write_text(
        path.read_text().replace(
            "status: open", "status: open\nreview: {next: 2027-01-01, why: no rain yet}"
        )
    )
    before = importer.files()

    assert importer.run({})[0][0] == "different"
    assert importer.files() == before


def test_an_invalid_file_of_that_id_is_left_alone(importer: Importer) -> None:
    (importer.root / "predictions" / "x-1.yaml").write_text("claim: [\n")

    assert importer.run({}) == [
        ("refused", "x-1", ("predictions/x-1.yaml already exists and is invalid",))
    ]
    assert importer.files() == {"x-1.yaml": "claim: [\n"}


def test_the_same_item_twice_is_taken_once(importer: Importer) -> None:
    assert importer.run({}, {}) == [
        ("new", "x-1", ()),
        ("skipped", "x-1", ("same as item 1",)),
    ]


def test_a_part_without_entries_is_skipped_if_the_mapping_excludes_it(importer: Importer) -> None:
    only = [{"field": "list.day", "why": "no day"}]
    part = Item("a.yaml", {"title": "A"}, "no entries in `list.*`")
    broken = Item("b.yaml", {}, "invalid")

    def kinds(**over: Any) -> list[str]:
        outcomes = plan([part, broken], importer.make_mapping(**over), load(importer.root))
        return [outcome.kind for outcome in outcomes]

    assert kinds(only=only) == ["skipped", "refused"]
    assert kinds() == ["refused", "refused"]


def test_two_items_of_one_id_that_differ(importer: Importer) -> None:
    assert importer.run({"id": "A"}, {"id": "a"}) == [
        ("new", "x-a", ()),
        (
            "refused",
            "x-a",
            (
                "same id as item 1, but different content; add `made_of: hash` to `id` in the mapping",
            ),
        ),
    ]
    assert list(importer.files()) == ["x-a.yaml"]


@pytest.mark.parametrize(
    ("id_", "fields", "advice"),
    [
        # a field of its own for the id, which decides without a mapping to edit
        ({"fields": ["id|title"]}, {"title": "B"}, "write another `id` for one of them"),
        # another form of the same letters has the same hash
        ({"fields": ["id"]}, {"id": "Cafe\u0301"}, ""),
        ({"fields": ["id"]}, {"id": "Cafe\u0301", "title": "B"}, "add `title` to `id.fields` in the mapping"),
    ],
)  # fmt: skip
def test_the_advice_on_two_items_of_one_id_tells_them_apart(
    importer: Importer, id_: dict[str, object], fields: dict[str, object], advice: str
) -> None:
    second = importer.run({"id": "Caf\u00e9"}, {"id": "Caf\u00e9", **fields}, id=id_)[1]

    reason = "same id as item 1, but different content; "
    assert second[2] == ((reason + advice,) if advice else ("same as item 1",))


def test_an_item_that_could_not_be_read_is_refused(importer: Importer) -> None:
    outcomes = plan(
        [Item("line 2", {}, "got 3 cells")], importer.make_mapping(), load(importer.root)
    )

    assert shown(outcomes) == [("refused", "", ("got 3 cells",))]


def test_a_name_that_reads_as_a_key_is_refused(importer: Importer) -> None:
    record = {"speaker": "{who}"}

    assert importer.run({"who": "casens"}, record=record) == [
        (
            "refused",
            "x-1",
            (
                "unknown speaker `casens`; add `casens` to seeds/people.yaml, or write the full name, "
                'or make the mapping write a plain name such as "{user} (Tracker)"',
            ),
        )
    ]
    (importer.root / "seeds" / "people.yaml").write_text("casens: {name: C}\n")
    assert importer.run({"who": "casens"}, record=record) == [("new", "x-1", ())]


def test_while_people_can_not_be_read_anybody_may_be_among_them(importer: Importer) -> None:
    (importer.root / "seeds" / "people.yaml").write_text("casens: {name: C\n")
    assert importer.run({"who": "casens"}, record={"speaker": "{who}"}) == [("new", "x-1", ())]


def test_a_source_that_is_no_link_is_refused(importer: Importer) -> None:
    record = {"source": "{id}"}

    assert importer.run({}, record=record)[0][2] == (
        "unknown source `1`; add seeds/1.yaml, or write a link",
    )


@pytest.mark.parametrize(
    ("item", "over", "reason"),
    [
        ({}, {"record": {"source": "ftp://example.org"}}, "`source` is neither a card nor an http(s) link: 'ftp://example.org'"),
        ({}, {"record": {"criteria": None}}, "`criteria` is required with kind `by`"),
        ({"end": "YES", "ended": "2026-03-06"}, {"record": {"resolution": None}},
         "`resolution` is required with status `correct`"),
        ({"title": "x" * (1 << 20)}, {}, "file is larger than 1 MiB (2.00 MiB)"),
        # what `tracker check` would call an error
        ({"due": "2020-01-01"}, {}, "`latest` (2020-01-01) is before `made_on` (2024-03-05)"),
    ],
)  # fmt: skip
def test_what_would_not_validate_is_not_written(
    importer: Importer, item: dict[str, str], over: dict[str, Any], reason: str
) -> None:
    kinds = [(kind, reasons) for kind, _, reasons in importer.run(item, **over)]

    assert kinds == [("refused", (reason,))]
    assert importer.files() == {}


def test_one_bad_item_does_not_stop_the_others(importer: Importer) -> None:
    assert [
        kind
        for kind, _, _ in importer.run({"said": "?"}, {"id": "2"}, {"id": "3", "due": "1999-01-01"})
    ] == [
        "refused",
        "new",
        "refused",
    ]
    assert list(importer.files()) == ["x-2.yaml"]


@pytest.mark.parametrize(
    "title",
    ["=cmd|'/c calc'!A0", "- a: b # c", "no", "2024-03-05", 'a "b" \\ c', "汪揚 😀 \u202e", "  "],
)
def test_hostile_titles_are_read_back_as_they_were(importer: Importer, title: str) -> None:
    outcome = importer.run({"title": title})[0]
    if not title.strip():
        assert outcome[0] == "refused"
        return
    assert outcome[0] == "new"
    assert load(importer.root).records["x-1"].prediction.quote == title
    assert [d for d in run_checks(load(importer.root)) if d.severity == "error"] == []


def test_a_file_that_came_meanwhile_is_not_overwritten(importer: Importer) -> None:
    outcomes = importer.plan({}, {"id": "2"})
    (importer.root / "predictions" / "x-1.yaml").write_text("mine\n")

    done = carry_out(outcomes, load(importer.root))

    assert [each.kind for each in done] == ["refused", "new"]
    assert done[0].reasons[0].endswith("x-1.yaml already exists; nothing was written")
    assert importer.files()["x-1.yaml"] == "mine\n"


def test_an_id_that_was_taken_in_another_folder_after_the_plan_is_refused(
    importer: Importer,
) -> None:
    outcomes = importer.plan({}, {"id": "2"})
    (importer.root / "predictions" / "sub").mkdir()
    (importer.root / "predictions" / "sub" / "x-1.yaml").write_text("mine\n")

    done = carry_out(outcomes, load(importer.root))

    assert shown(done) == [
        (
            "refused",
            "x-1",
            ("id `x-1` is already in use: predictions/sub/x-1.yaml; nothing was written",),
        ),
        ("new", "x-2", ()),
    ]
    assert sorted(importer.files()) == ["sub/x-1.yaml", "x-2.yaml"]


def test_while_another_gives_out_ids_nothing_is_written(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_PATIENCE", 0.0)
    outcomes = importer.plan({}, {"id": "2"})
    with adding(importer.root):
        done = carry_out(outcomes, load(importer.root))

    assert [each.kind for each in done] == ["refused", "refused"]
    assert "timed out waiting for the lock" in done[0].reasons[0]
    assert importer.files() == {}


def test_a_disk_that_takes_no_more_stops_the_rest(importer: Importer) -> None:
    (importer.root / "predictions" / "sub").write_text("a file where a folder should be\n")
    done = carry_out(importer.plan({}, {"id": "2"}, folder="sub"), load(importer.root))

    assert [each.kind for each in done] == ["refused", "refused"]
    assert "can't write" in done[0].reasons[0]
    assert done[1].reasons[0].startswith("not written: ")


def test_a_folder_that_leads_out_of_the_registry_is_not_written_to(
    importer: Importer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (importer.root / "predictions" / "sub").symlink_to(outside)

    done = importer.run({}, folder="sub")

    assert done[0][0] == "refused"
    assert "is outside the registry" in done[0][2][0]
    assert list(outside.iterdir()) == []
