"""What other programs rely on, in one list: error codes, keys and words of the files, exit codes.

tests/golden.txt is changed by hand, so that no code, key or exit code changes unnoticed.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.checks import CHECKS
from tracker.checks.catalogue import STRUCTURE
from tracker.cli import main
from tracker.records import model
from tracker.records.vocabulary import KINDS, STATUSES

GOLDEN = Path(__file__).with_name("golden.txt")
MODELS = {
    "prediction": model.Prediction,
    **{f"deadline ({kind})": each for kind, each in model.DEADLINES.items()},
    "criteria": model.Criteria,
    "forecasts": model.Forecast,
    "resolution": model.Resolution,
    "evidence": model.Evidence,
    "review": model.Review,
    "updates": model.Update,
    "amended": model.Amendment,
    "ignore": model.Ignore,
    "card": model.Card,
    "published_on": model.PublishedOn,
    "document": model.Document,
    "person": model.Person,
}

RECORD = """\
claim: Driverless taxis will run in ten cities.
quote: they will be in ten cities
speaker: Ada Example
source: https://example.org/talk
made_on: 2024-03-05
deadline: 2026-03-05
criteria:
  correct: They run in ten cities.
  incorrect: They do not.
status: open
"""
RESOLVED = RECORD.replace("taxis", "buses").replace("open", "incorrect") + (
    "resolution:\n  resolved_on: 2026-03-06\n  note: No.\n"
    "  evidence: [{url: https://example.org/no}]\n"
)
NEW = "new b --claim C --quote Q --speaker A --source https://example.org --made-on 2024"
MAPPING = """\
name: ours
format: json
id: {prefix: x, fields: [id]}
dates: [iso]
record:
  claim: "{title}"
  quote: "{title}"
  speaker: Ada Example
  source: https://example.org/{id}
  made_on: "{said}"
  deadline: [{kind: undated}]
  status: {of: "{state}", words: {correct: [correct]}}
"""
#: What is typed, one line each; `broken` runs beside a record with an error, `warned` beside one
#: with a warning: a copy of another.
TYPED = """\
--help
--version
due --no-such-option
due --root no-such-folder
check
check --strict
broken check
warned check
warned check --strict
check --against HEAD
check --documents no-such-folder
due
due --fail-on overdue
due --fail-on overdue --as-of 2024-03-06
broken due
broken due --fail-on overdue
list
list --state late
list --tag no-such-tag
broken list
show a
show b
show a --as-of 2020-01-01
resolve a
resolve a incorrect --resolved-on 2026-03-06 --note N --evidence https://example.org/n --dry-run
resolve a incorrect --resolved-on 2020-01-01 --note N --evidence https://example.org/n --dry-run
resolve b correct
resolve a --reopen --why W
resolve done --reopen --why W --dry-run
resolve done
new a
new B
{NEW} --latest 2026-01-01 --correct A --incorrect B --dry-run
{NEW} --latest 2020-01-01 --correct A --incorrect B --dry-run
{NEW} --as-said soonish
amend a claim C --why W --dry-run
amend a claim --why W
amend a made_on X --why W
amend a status correct --why W
amend a sky C --why W
amend b claim C --why W
defer a --until 2027-01-01 --why W --as-of 2026-05-01 --dry-run
defer a --until 2026-01-01 --why W --as-of 2026-05-01
defer b --until 2027-01-01 --why W
defer done --until 2027-01-01 --why W
score
broken score
export csv
export csv -o .
export xls
broken export csv
import good.json --map ours.yaml --dry-run
import bad.json --map ours.yaml --dry-run
import good.json --map bad.yaml --dry-run
import no.json --map ours.yaml
import good.json --map no-such-mapping
horizon 2027 --made-on 2024-03-05
horizon soonish --made-on 2024-03-05
horizon 2027
horizon 2027 --made-on X
schema --check
init .
init new
dashboard --port 0
"""


def golden(folder: Path) -> str:
    """The list as the code gives it."""
    severities = {**dict.fromkeys(STRUCTURE, "error"), **{c.code: c.severity for c in CHECKS}}
    lines = ["# Codes of `tracker check`", ""]
    lines += [f"{code} {severity}" for code, severity in sorted(severities.items())]
    lines += ["", "# Keys (* is required)", ""]
    for name, kind in MODELS.items():
        fields = kind.model_fields.items()
        keys = [f"{key}{'*' if field.is_required() else ''}" for key, field in fields]
        lines.append(f"{name}: {' '.join(keys)}")
    lines += ["", "# Words", ""]
    lines += [f"status: {' '.join(STATUSES)}", f"kind: {' '.join(KINDS)}"]
    lines.append(f"amended.what: {' '.join(typing.get_args(model.AmendedKey))}")
    lines += ["", "# Exit codes", ""]
    lines += [f"{code} {typed}" for typed, code in exit_codes(folder)]
    return "\n".join(lines) + "\n"


def exit_codes(folder: Path) -> Iterator[tuple[str, int]]:
    """Each line of `TYPED` with the exit code, in a registry with one open and one resolved."""
    files = {
        "predictions/a.yaml": RECORD,
        "predictions/done.yaml": RESOLVED,
        "ours.yaml": MAPPING,
        "bad.yaml": "name: ours\n",
        "good.json": '[{"id": 1, "title": "Rain will fall.", "said": "2024-03-05"}]',
        "bad.json": '[{"id": 1}]',
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    extra = folder / "predictions/extra.yaml"
    for typed in TYPED.splitlines():
        setting, _, rest = typed.partition(" ")
        if setting == "broken":
            extra.write_text("claim: [\n", encoding="utf-8")
        elif setting == "warned":
            extra.write_text(RECORD, encoding="utf-8")
        else:
            rest = typed
        yield typed, _code(rest.replace("{NEW}", NEW).split())
        extra.unlink(missing_ok=True)


def _code(argv: list[str]) -> int:
    try:
        return main(argv)
    except SystemExit as stop:  # argparse
        return int(stop.code or 0)


def test_codes_keys_and_exit_codes_are_those_on_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    assert golden(tmp_path) == GOLDEN.read_text(encoding="utf-8")
