"""Diagnostics for people: each with its line and a caret under the column."""

from __future__ import annotations

from tracker.diagnostic import Diagnostic
from tracker.report.base import CheckReport
from tracker.text import escape, inert, one_line, plural, truncate, width


def render(report: CheckReport) -> str:
    """All diagnostics and a summary."""
    blocks = [_block(report, diagnostic) for diagnostic in report.diagnostics]
    return inert("\n\n".join([*blocks, summary(report)])) + "\n"


def summary(report: CheckReport) -> str:
    """How many problems there are and what was checked, in a sentence."""
    checked = (
        f"{plural(report.records, 'record')}, {plural(report.cards, 'source card')}, "
        f"{plural(report.people, 'person', 'people')}"
    )
    if not report.diagnostics:
        return f"{report.canvas.paint('No problems', 'green')} in {checked}."
    files = len({diagnostic.path for diagnostic in report.diagnostics})
    counts = (("error", report.errors), ("warning", report.warnings))
    problems = " and ".join(plural(count, word) for word, count in counts if count)
    return f"{problems} in {plural(files, 'file')} ({checked})."


def header(report: CheckReport, diagnostic: Diagnostic) -> str:
    """`path:line:col: error[code] message` on one line."""
    paint = report.canvas.paint
    colour = "red" if diagnostic.severity == "error" else "yellow"
    word = paint(f"{diagnostic.severity}[{diagnostic.code}]", colour, "bold")
    return f"{paint(one_line(diagnostic.place), 'bold')}: {word} {one_line(diagnostic.message)}"


def _block(report: CheckReport, diagnostic: Diagnostic) -> str:
    lines = [header(report, diagnostic), *_excerpt(report, diagnostic)]
    if diagnostic.hint:
        lines.append(f"{report.canvas.paint('hint', 'blue')}: {one_line(diagnostic.hint)}")
    return "\n".join(lines)


def _excerpt(report: CheckReport, diagnostic: Diagnostic) -> list[str]:
    """The line with a caret under the column, cut on both sides to fit the width."""
    if diagnostic.line is None or diagnostic.column is None:
        return []
    text = report.line(diagnostic.path, diagnostic.line)
    if text is None:
        return []
    number = str(diagnostic.line)
    gutter = " " * len(number)
    room = max(report.canvas.width - len(number) - 4, 20)
    at = diagnostic.column - 1
    # Only the visible part is processed: a line may be a megabyte long, with many problems.
    before = _end(_shown(text[max(0, at - 2 * room) : at]), room * 2 // 3)
    after = truncate(_shown(text[at : at + 2 * room]), room - width(before))
    caret = " " * width(before) + report.canvas.paint("^", "bold")
    paint = report.canvas.paint
    return [
        f"{gutter} {paint('|', 'dim')}",
        f"{number} {paint('|', 'dim')} {before}{after}".rstrip(),
        f"{gutter} {paint('|', 'dim')} {caret}",
    ]


def _end(text: str, columns: int) -> str:
    """The text if it fits, else an ellipsis and its end, at most `columns` wide."""
    if width(text) <= columns:
        return text
    while width(text) >= columns:
        text = text[1:]
    return "…" + text


def _shown(text: str) -> str:
    return escape(text.replace("\t", " "))
