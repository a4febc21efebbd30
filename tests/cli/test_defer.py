from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

TODAY = ("--as-of", "2026-11-21")


def test_a_record_is_deferred(run: Run, root: Path) -> None:
    path = root / "predictions/overdue.yaml"
    before = path.read_text(encoding="utf-8")
    ran = run("defer", "overdue", "--until", "2026-12-01", "--why", "a report: soon", *TODAY)
    assert (ran.code, ran.err) == (0, "")
    assert path.read_text(encoding="utf-8") == (
        before + 'review:\n  next: 2026-12-01\n  why: "a report: soon"\n'
    )
    assert "overdue" not in run("list", "--state", "review", *TODAY).out
    ran = run("defer", "overdue", "--until", "2027-01-01", "--why", "later", *TODAY)
    assert path.read_text(encoding="utf-8") == (
        before + "review:\n  next: 2027-01-01\n  why: later\n"
    )


@pytest.mark.parametrize(
    ("argv", "code", "error"),
    [
        (["overdue", "--until", "2026-11-21", "--why", "x"], 2, "--until 2026-11-21 is not after"),
        (["overdue", "--until", "2027-02-29", "--why", "x"], 2, "February 2027 has 28 days"),
        (["overdue", "--until", "2027-01-01"], 2, "the following arguments are required: --why"),
        (
            ["resolved", "--until", "2027-01-01", "--why", "x"],
            2,
            "`resolved` is already resolved: correct",
        ),
        (["nothing-like-it", "--until", "2027-01-01", "--why", "x"], 1, "unknown record"),
        (["overdue", "--until", "2027-01-01", "--why", " "], 1, "would be invalid: `review.why`"),
    ],
)
def test_what_can_not_be_deferred_is_told(
    run: Run, root: Path, argv: list[str], code: int, error: str
) -> None:
    ran = run("defer", *argv, *TODAY)
    assert (ran.code, ran.out) == (code, "")
    assert error in ran.err
