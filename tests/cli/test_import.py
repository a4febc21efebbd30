from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

MAPPING = """\
name: Ours
format: json
id: {prefix: x, fields: [id]}
dates: [iso]
record:
  claim: "{title}"
  quote: "{title}"
  speaker: "{who} (X)"
  source: https://example.org/
  made_on: "{said}"
  deadline:
    - {kind: undated}
  status:
    of: "{end}"
    words:
      open: [open]
lost:
  - {field: note, what: the note}
only:
  - {field: type, words: [poll], if_absent: import, why: no polls}
"""
GOOD = '{"id": 1, "title": "It rains.", "who": "Ada", "said": "2024-03-05", "note": "hm"}'


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    (tmp_path / "predictions").mkdir()
    (tmp_path / "ours.yaml").write_text(MAPPING)
    path = tmp_path / "theirs.json"
    path.write_text(f"[{GOOD}]")
    return path


def files(theirs: Path) -> list[str]:
    return sorted(path.name for path in (theirs.parent / "predictions").rglob("*"))


def test_what_is_new_is_listed_and_counted(run: Run, theirs: Path) -> None:
    assert run("import", "theirs.json", "--map", "ours.yaml") == (
        0,
        "new predictions/x-1.yaml (item 1)\n"
        "            not imported: the note\n"
        "\n"
        "1 item in theirs.json: 1 new.\n",
        "",
    )
    assert files(theirs) == ["x-1.yaml"]


def test_a_dry_run_writes_nothing(run: Run, theirs: Path) -> None:
    assert run("import", "theirs.json", "--map", "ours.yaml", "--dry-run") == (
        0,
        "new predictions/x-1.yaml (item 1)\n"
        "            not imported: the note\n"
        "\n"
        "1 item in theirs.json: 1 new.\n"
        "Nothing was written (--dry-run).\n",
        "",
    )
    assert files(theirs) == []


def test_a_second_import_says_so(run: Run, theirs: Path) -> None:
    run("import", "theirs.json", "--map", "ours.yaml")

    assert run("import", "theirs.json", "--map", "ours.yaml") == (
        0,
        "1 item in theirs.json: 1 already present.\n",
        "",
    )


def test_items_refused_for_the_same_reasons_are_shown_together(run: Run, theirs: Path) -> None:
    bad = ", ".join('{"title": "It rains.", "who": "Ada", "said": "2024"}' for _ in range(9))
    theirs.write_text(f"[{bad}, 7]")

    assert run("import", "theirs.json", "--map", "ours.yaml") == (
        1,
        "refused item 1\n"
        "            `id`: missing `id`\n"
        "            also item 2; item 3; item 4; item 5; item 6; 3 more\n"
        "refused item 10\n"
        "            not an object\n"
        "\n"
        "10 items in theirs.json: 10 refused.\n",
        "",
    )


def test_items_skipped_for_one_reason_are_shown_together(run: Run, theirs: Path) -> None:
    theirs.write_text(f'[{{"type": "a"}}, {GOOD}, {{"type": "b"}}, {{"type": "a"}}, {GOOD}]')

    assert run("import", "theirs.json", "--map", "ours.yaml") == (
        0,
        "skipped item 1\n"
        "            `type` is a: no polls\n"
        "            also item 4\n"
        "new predictions/x-1.yaml (item 2)\n"
        "            not imported: the note\n"
        "skipped item 3\n"
        "            `type` is b: no polls\n"
        "skipped x-1 (item 5)\n"
        "            same as item 2\n"
        "\n"
        "5 items in theirs.json: 1 new, 4 skipped.\n",
        "",
    )


def test_refused_and_changed_items_are_findings(run: Run, theirs: Path) -> None:
    run("import", "theirs.json", "--map", "ours.yaml")
    theirs.write_text(f'[{GOOD.replace("rains", "pours")}, {{"id": 2}}, {{"type": "poll2"}}]')

    assert run("import", "theirs.json", "--map", "ours.yaml") == (
        1,
        "different x-1 (item 1)\n"
        "            predictions/x-1.yaml differs in claim, quote; not overwritten\n"
        "            not imported: the note\n"
        "refused x-2 (item 2)\n"
        "            `claim`: missing `title`\n"
        "            `speaker`: missing `who`\n"
        "            `made_on`: missing `said`\n"
        "skipped item 3\n"
        "            `type` is poll2: no polls\n"
        "\n"
        "3 items in theirs.json: 1 different, 1 skipped, 1 refused.\n",
        "",
    )


def test_what_is_left_out_by_the_mapping_is_no_finding(run: Run, theirs: Path) -> None:
    theirs.write_text('[{"type": "vote"}]')

    assert run("import", "theirs.json", "--map", "ours.yaml").code == 0


def test_an_empty_list_is_no_finding(run: Run, theirs: Path) -> None:
    theirs.write_text("[]")

    assert run("import", "theirs.json", "--map", "ours.yaml") == (
        0,
        "0 items in theirs.json.\n",
        "",
    )


def test_a_file_that_can_not_be_read_is_a_finding(run: Run, theirs: Path) -> None:
    theirs.write_text("[oops]")

    assert run("import", "theirs.json", "--map", "ours.yaml") == (
        1,
        "",
        "error: theirs.json:1:2: invalid JSON: expecting value\n",
    )


def test_a_mapping_with_mistakes_is_a_finding_with_places(run: Run, theirs: Path) -> None:
    (theirs.parent / "ours.yaml").write_text(MAPPING.replace("format: json", "format: jsn"))

    assert run("import", "theirs.json", "--map", "ours.yaml") == (
        1,
        "",
        "ours.yaml:2:9: error[unknown-word] unknown value 'jsn' for `format`\n"
        "  hint: did you mean `json`?\n",
    )


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (
            ("missing.json", "--map", "ours.yaml"),
            "error: no such file: {folder}/missing.json\n",
        ),
        (
            ("theirs.json", "--map", "manifolt"),
            "error: no such mapping: 'manifolt'\nhint: did you mean `manifold`?\n",
        ),
    ],
)
def test_what_is_not_there_is_usage(
    run: Run, theirs: Path, argv: tuple[str, ...], message: str
) -> None:
    assert run("import", *argv) == (2, "", message.format(folder=theirs.parent))


def test_without_a_registry_is_usage(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[]")

    done = run("import", "a.json", "--map", "manifold", "--root", str(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: no predictions/ folder in ")


def test_text_of_others_does_nothing_on_a_terminal_or_in_a_log(run: Run, theirs: Path) -> None:
    theirs.write_text(
        '[{"id": 1, "title": "a", "who": "b", "said": "\\u001b[31m\\n::error::x"},'
        ' {"type": "\\n::add-mask::x\\u202e"}]'
    )

    done = run("import", "theirs.json", "--map", "ours.yaml")

    assert done.code == 1
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out
    assert not any(line.strip().startswith("::") for line in done.out.splitlines())


@pytest.mark.parametrize("name", ["fatebook", "manifold", "metaculus", "predictionbook"])
def test_a_shipped_mapping_by_its_name_and_then_check(run: Run, theirs: Path, name: str) -> None:
    sample = Path(__file__).parent.parent / "importer" / "samples" / f"{name}.json"

    assert run("import", str(sample), "--map", name).code == 0
    assert run("check", "--format", "concise").code == 0


def test_the_help_names_every_shipped_mapping(run: Run) -> None:
    from tracker.importer import shipped

    out = " ".join(run("import", "--help").out.split())
    assert all(name in out for name in shipped())


def test_a_mapping_that_is_a_list_is_reported_with_its_required_keys(
    run: Run, theirs: Path
) -> None:
    (theirs.parent / "ours.yaml").write_text("- a\n")
    code, out, err = run("import", "theirs.json", "--map", "ours.yaml")
    assert (code, out) == (1, "")
    assert err == (
        "ours.yaml:1:1: error[not-a-mapping] the file must be a mapping, not a list\n"
        "  hint: add the required keys: `name`, `format`, `id`, `dates`, `record`\n"
    )


def test_fields_that_no_rule_names_are_listed(run: Run, theirs: Path) -> None:
    other = GOOD.replace('"id": 1', '"id": 2, "mood": "glad"')
    theirs.write_text(f"[{GOOD}, {other}]")

    out = run("import", "theirs.json", "--map", "ours.yaml", "--dry-run").out

    assert "\nnote: fields that the mapping does not use: mood (1)\n2 items" in out


def test_a_spreadsheet_needs_no_mapping(run: Run, theirs: Path) -> None:
    (theirs.parent / "a.csv").write_text(
        "Claim;Speaker;Source;Made on;Deadline\nIt rains.;Ada B;https://example.org/;2024;by 2027\n"
    )

    assert run("import", "a.csv") == (
        0,
        "new predictions/it-rains.yaml (line 2)\n"
        "\n"
        "note: a.csv is separated by semicolons, not commas\n"
        "1 item in a.csv: 1 new.\n",
        "",
    )
    code, _, err = run("import", "theirs.json")
    assert (code, err) == (
        2,
        "error: no mapping given\nhint: choose one with --map, such as --map manifold\n",
    )


def test_an_item_is_explained(run: Run, theirs: Path) -> None:
    other = GOOD.replace('"id": 1', '"id": 2')
    theirs.write_text(f"[{GOOD}, {other}]")

    code, out, _ = run("import", "theirs.json", "--map", "ours.yaml", "--explain")
    assert (code, out.splitlines()[0].split()) == (0, ["item", "1", "|", "x-1"])
    for name in ("item 2", "x-2"):
        code, out, _ = run("import", "theirs.json", "--map", "ours.yaml", "--explain", name)
        assert (code, out.splitlines()[0].split()) == (0, ["item", "2", "|", "x-2"])
    code, _, err = run("import", "theirs.json", "--map", "ours.yaml", "--explain", "item 3")
    assert (code, "unknown item 'item 3'" in err) == (2, True)
    assert files(theirs) == []
    theirs.write_text("[]")
    assert run("import", "theirs.json", "--map", "ours.yaml", "--explain").out == (
        "The file has no items.\n"
    )
