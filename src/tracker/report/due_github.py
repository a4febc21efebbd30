"""Due rows as annotations on the records' `status:` lines."""

from __future__ import annotations

from tracker.labels import days_in_words, deadline_in_words
from tracker.report.base import DueReport
from tracker.report.workflow import Level, annotation
from tracker.rows import Row
from tracker.text import one_line


def render(report: DueReport) -> str:
    """One workflow command per touched row, and one per invalid file.

    What fails the build is an error. Anything else is a notice: that time passes is no mistake.
    """
    failing = {row.id for row in report.failing}
    lines = [
        _annotation(report, row, "error" if row.id in failing else "notice")
        for row in report.touched
    ]
    for path in report.invalid_files:
        message = "invalid file: run `tracker check`"
        place = report.prefix + path
        lines.append(
            annotation("error", message, title="invalid file", path=place, line=None, column=None)
        )
    return "".join(f"{line}\n" for line in lines)


def _annotation(report: DueReport, row: Row, level: Level) -> str:
    message = (
        f"{one_line(row.claim)}\n{one_line(row.speaker_name)}, {row.made_on}: "
        f"{one_line(deadline_in_words(row))}, {days_in_words(row)}"
    )
    return annotation(
        level,
        message,
        title=f"{row.state.value}: {row.id}",
        path=report.prefix + row.path,
        line=row.line,
        column=None,
    )
