from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tracker.editing import proposal
from tracker.editing.edit import Refused, Set
from tracker.editing.files import Conflict
from tracker.registry import Record, Registry, load

TODAY = date(2026, 11, 21)
RESOLUTION = {
    "resolved_on": "2026-03-06",
    "note": "It was not there.",
    "evidence": [{"url": "https://example.org/a"}],
}
MakeRegistry = Callable[..., Path]


def loaded(root: Path) -> tuple[Registry, Record]:
    registry = load(root)
    return registry, registry.records["a"]


def test_a_verdict_is_proposed_and_then_written(make_registry: MakeRegistry) -> None:
    registry, record = loaded(make_registry({"a": {}}))
    edits = proposal.verdict(
        record,
        TODAY,
        status="incorrect",
        parts={"resolved_on": "2026-03-06", "happened_on": None, "note": "n n."},
        evidence=[{"url": "https://example.org/a"}],
    )
    proposed = proposal.propose(registry, record, edits)
    assert proposed.errors == ()
    assert "+status: incorrect\n+resolution:\n+  resolved_on: 2026-03-06\n" in proposed.diff
    before = (registry.root / record.path).read_text(encoding="utf-8")
    assert before == record.file.text
    proposal.write(registry, proposed)
    after, changed = loaded(registry.root)
    assert changed.file.text == proposed.revised.text
    assert [each for each in after.diagnostics if each.severity == "error"] == []


def test_a_file_that_changed_since_it_was_loaded_is_a_conflict(make_registry: MakeRegistry) -> None:
    registry, record = loaded(make_registry({"a": {}}))
    proposed = proposal.propose(registry, record, proposal.deferral(date(2027, 1, 1), "w"))
    (registry.root / record.path).write_text("claim: another\n")
    with pytest.raises(Conflict):
        proposal.write(registry, proposed)
    assert (registry.root / record.path).read_text() == "claim: another\n"


def test_a_new_error_is_named_and_can_not_be_written(make_registry: MakeRegistry) -> None:
    registry, record = loaded(make_registry({"a": {}}))
    proposed = proposal.propose(registry, record, [Set(("restates",), "b")])
    assert [each.code for each in proposed.errors] == ["unknown-record"]
    with pytest.raises(ValueError, match="would not pass `tracker check`"):
        proposal.write(registry, proposed)
    with pytest.raises(Refused, match="would be invalid"):
        proposal.propose(registry, record, [Set(("status",), "correct")])


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (Set(("restates",), "a"), "reference-cycle"),
        (Set(("restates",), "b"), "reference-cycle"),
        (Set(("deadline",), {"kind": "after_event", "after": "a"}), "reference-cycle"),
        (Set(("forecasts",), [{"by": "no-one", "made_on": "2024", "probability": "0.5"}]), "unknown-speaker"),
    ],
)  # fmt: skip
def test_what_loading_would_tell_is_told_before_writing(
    make_registry: MakeRegistry, edit: Set, code: str
) -> None:
    registry, record = loaded(make_registry({"a": {}, "b": {"restates": "a"}}))
    proposed = proposal.propose(registry, record, [edit])
    assert [each.code for each in proposed.errors] == [code]


def test_an_error_that_is_there_already_hinders_nobody(make_registry: MakeRegistry) -> None:
    root = make_registry({"a": {"restates": "b"}})
    registry, record = loaded(root)
    proposed = proposal.propose(registry, record, [Set(("hedge",), "maybe")])
    assert proposed.errors == ()
    assert "unknown-record" in {each.code for each in proposed.said}


def test_what_is_so_already_needs_no_edits(make_registry: MakeRegistry) -> None:
    _, record = loaded(make_registry({"a": {"status": "incorrect", "resolution": RESOLUTION}}))
    parts = {"resolved_on": "2026-03-06", "happened_on": None, "note": None}
    assert proposal.verdict(record, TODAY, status=None, parts=parts, by="Ada", why="x") == []
    assert proposal.amendment(record, TODAY, ("hedge",), None, "x") == []
    changed = proposal.verdict(record, TODAY, status="partial", parts=parts, why="x")
    assert changed[-1].loc == ("amended",)


def test_references_to_what_is_there_but_broken_are_not_blamed(make_registry: MakeRegistry) -> None:
    root = make_registry({"a": {"speaker": "ada"}, "b": "claim: [\n"}, {"people": "ada: [\n"})
    registry, record = loaded(root)
    proposed = proposal.propose(registry, record, [Set(("restates",), "b")])
    assert proposed.errors == ()


def test_a_ring_of_others_hinders_nobody_and_its_own_does(make_registry: MakeRegistry) -> None:
    ring = {"b": {"restates": "c"}, "c": {"restates": "b"}}
    registry, record = loaded(make_registry({"a": {}, **ring}))
    proposed = proposal.propose(registry, record, [Set(("restates",), "b")])
    assert proposed.errors == ()
    proposed = proposal.propose(registry, record, [Set(("restates",), "a")])
    assert [each.code for each in proposed.errors] == ["reference-cycle"]
