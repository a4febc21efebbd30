"""Runs the example files beside this one: `good/` is accepted, `bad/` says what its `.txt` says.

Each file is laid into a registry whose other files are valid, under its own name (people files as
`seeds/people.yaml`). Whatever the whole of `tracker check` then finds is compared, line by line;
only that nobody uses a person or a card is left out, but for the cases that are called unused.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tracker import checks
from tracker.registry import load

HERE = Path(__file__).parent
KINDS = ("prediction", "card", "people")
PEOPLE = "wang-yang:\n  name: 汪揚\nzhou-hongyi:\n  name: 周鸿祎\n"
CARD = "title: 經濟導報第3563期\n"
CHINESE = "title: 南方都市报\nlanguage: zh-Hans\n"
# A card with bounds; `chips` is the statement that the cases about repeated claims repeat.
DATED = """\
title: An interview
published_on:
  date: 2024-02-16/2024-05-13
  evidence: Sora is new in it, and GPT-4 the newest GPT.
"""
CHIPS = """\
claim: China-made chips reach 90% of an NVIDIA A100 in general performance by 2026.
quote: 我認為中國自產芯片能夠達到A100的90%以上
speaker: A Speaker
source: herald-3563
made_on: 2024-03-05
deadline: 2026-12-31
criteria:
  correct: An independent test says so by then.
  incorrect: None does.
status: open
"""
# Its event was seen on 2025-06-01: what waits for it falls due a year later.
SEEN = """\
claim: Snow falls on a beach.
quote: it will snow
speaker: A Speaker
source: herald-3563
made_on: 2024-03-05
deadline:
  kind: undated
criteria:
  correct: It snows.
  incorrect: It does not.
status: correct
resolution:
  resolved_on: 2025-06-01
  happened_on: 2025-06-01
  note: It snowed.
  evidence:
    - url: https://example.org/snow
"""
# Said by a plain name, so that a broken people file is the only thing that is wrong.
OTHER = """\
claim: {}
quote: Llama 3 会发布
speaker: A Speaker
source: herald-3563
made_on: 2024-02
deadline:
  kind: undated
status: open
"""
# Claims of their own, for the ids that cases refer to.
OTHERS = {"llama-3": "Llama 3 comes out.", "2024": "A bus drives itself.", "true": "Rain falls."}


def files(verdict: str) -> list[Path]:
    return [path for kind in KINDS for path in sorted((HERE / kind / verdict).glob("*.yaml"))]


def name(path: Path) -> str:
    return f"{path.parts[-3]}-{path.stem}"


def diagnose(root: Path, case: Path) -> list[str]:
    """The diagnostics of a registry that holds the case, as the `.txt` files write them."""
    (root / "predictions").mkdir()
    (root / "seeds").mkdir()
    (root / "seeds/people.yaml").write_text(PEOPLE, encoding="utf-8")
    (root / "seeds/herald-3563.yaml").write_text(CARD, encoding="utf-8")
    (root / "seeds/dated.yaml").write_text(DATED, encoding="utf-8")
    (root / "seeds/chinese.yaml").write_text(CHINESE, encoding="utf-8")
    for other, claim in OTHERS.items():
        (root / f"predictions/{other}.yaml").write_text(OTHER.format(claim), encoding="utf-8")
    (root / "predictions/chips.yaml").write_text(CHIPS, encoding="utf-8")
    (root / "predictions/seen.yaml").write_text(SEEN, encoding="utf-8")
    place = {
        "prediction": f"predictions/{case.stem}.yaml",
        "card": f"seeds/{case.stem}.yaml",
        "people": "seeds/people.yaml",
    }[case.parts[-3]]
    shutil.copyfile(case, root / place)
    lines = []
    for diagnostic in checks.run(load(root)):
        is_meant = case.stem.startswith("unused-") and diagnostic.path == place
        if diagnostic.code.startswith("unused-") and not is_meant:
            continue
        where = f"{diagnostic.line}:{diagnostic.column}"
        if diagnostic.path != place:
            where = f"{diagnostic.path}:{where}"
        lines.append(f"{where} {diagnostic.severity}[{diagnostic.code}] {diagnostic.message}")
        if diagnostic.hint:
            lines.append(f"  hint: {diagnostic.hint}")
    return lines


@pytest.mark.parametrize("case", files("good"), ids=name)
def test_a_good_file_is_accepted(case: Path, tmp_path: Path) -> None:
    assert diagnose(tmp_path, case) == []


@pytest.mark.parametrize("case", files("bad"), ids=name)
def test_a_bad_file_says_exactly_what_is_wrong(case: Path, tmp_path: Path) -> None:
    expected = case.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert diagnose(tmp_path, case) == expected


def test_every_expectation_belongs_to_a_case() -> None:
    orphans = [path for path in HERE.glob("*/bad/*.txt") if not path.with_suffix(".yaml").exists()]
    assert orphans == []
    assert len(files("good")) > 90
    assert len(files("bad")) > 260


def test_every_check_has_a_bad_case() -> None:
    texts = {
        line.partition("[")[2].partition("]")[0]
        for path in HERE.glob("*/bad/*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("  ")
    }
    codes = {check.code for check in checks.CHECKS}
    assert codes - texts == set()
