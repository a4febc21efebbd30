"""Due rows as JUnit XML: a test case for each record, so that a CI system lists them all."""

from __future__ import annotations

from tracker.labels import deadline_in_words, state_in_words
from tracker.report.base import DueReport
from tracker.report.xml import Case, suite
from tracker.rows import ASKED_FOR, Row


def render(report: DueReport) -> str:
    """Records at the `--fail-on` level fail; others that need attention are skipped."""
    failing = {row.id for row in report.failing}
    listed = {row.id for row in report.due.rows}
    cases = [_case(row, row.id in listed, row.id in failing) for row in report.due.listed]
    verdict = "skipped" if report.fail_on is None else "error"
    cases += [
        Case(path, "invalid", verdict, "invalid file", "run `tracker check`")
        for path in report.invalid_files
    ]
    return suite("tracker due", cases)


def _case(row: Row, is_listed: bool, fails: bool) -> Case:
    is_deferred = row.deferred and row.state in ASKED_FOR
    if not is_listed and not is_deferred:
        return Case(row.id, row.state.value)
    state = f"deferred to {row.review}" if is_deferred else state_in_words(row)
    return Case(
        name=row.id,
        classname="deferred" if is_deferred else row.state.value,
        verdict="failure" if fails else "skipped",
        message=f"{state}: {row.claim}",
        text=f"{row.speaker_name}, {row.made_on}: {deadline_in_words(row)}\n{row.path}:{row.line}",
    )
