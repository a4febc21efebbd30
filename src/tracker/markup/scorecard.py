"""What the scorecard shows: the order of its lines, the bar of verdicts, the verdicts by year.

Dashboard and static page draw the same parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.charts import theme
from tracker.charts.theme import Mark
from tracker.records.state import State
from tracker.records.vocabulary import HAPPENED
from tracker.rows import NEEDS_ATTENTION, Row
from tracker.scores.scoreboard import total
from tracker.scores.scoring import SCORED
from tracker.text import plural

__all__ = [
    "SENTENCE",
    "SORTS",
    "Part",
    "Year",
    "arranged",
    "aside",
    "bar",
    "finding",
    "needing",
    "years",
]

#: What the tracker is about, in a sentence.
SENTENCE = "Who said what, by when, and did it come true?"
_FAR = date.max


def _by_verdict(row: Row) -> tuple[Any, ...]:
    """The newest scored verdict first, then verdicts that are never scored, then what is open."""
    if row.resolved_on:
        return (row.status not in SCORED, -row.resolved_on.last.toordinal(), row.id)
    return (2, (row.due_after or _FAR).toordinal(), row.id)


#: The orders of the lines; what needs a verdict stands first in each.
SORTS: dict[str, Callable[[Row], tuple[Any, ...]]] = {
    "verdict": _by_verdict,
    "urgency": lambda row: row.urgency,
    "deadline": lambda row: (row.due_after or row.earliest or _FAR, row.id),
    "speaker": lambda row: (row.speaker_name.casefold(), row.made_on.first, row.id),
}


def needing(rows: Iterable[Row]) -> list[Row]:
    """The rows that need a verdict or a review, most urgent first."""
    waiting = [row for row in rows if row.state in NEEDS_ATTENTION and not row.deferred]
    return sorted(waiting, key=lambda row: row.urgency)


def arranged(rows: Sequence[Row], sort: str = "verdict") -> list[Row]:
    """The rows in the order of the scorecard."""
    first = needing(rows)
    ids = {row.id for row in first}
    return first + sorted((row for row in rows if row.id not in ids), key=SORTS[sort])


def finding(rows: Sequence[Row], every: Sequence[Row]) -> str:
    """How many of all there are, and how many of those that a day could refute came true."""
    if every and not rows:
        return f"None of the {plural(len(every), 'public prediction')} matches."
    number = plural(len(rows), "public prediction")
    if len(rows) < len(every):
        number = f"{len(rows):,} of {plural(len(every), 'public prediction')}"
    said = f"{number} by {plural(len({row.speaker for row in rows}), 'speaker')}."
    whole = total(rows)
    if whole.scored:
        said += f" Of {whole.scored} with a deadline and a clear verdict, {whole.correct} came true"
        said += "." if whole.is_few else f" ({whole.share:.0%})."
    waiting = len(needing(rows))
    if not waiting:
        return f"{said} Nothing is due."
    return f"{said} {waiting} {'needs' if waiting == 1 else 'need'} a verdict now."


def aside(rows: Sequence[Row]) -> str:
    """Why the bar has more correct ones than the sentence above it; empty if it has not."""
    others = sum(row.mark == "correct" for row in rows) - total(rows).correct
    if not others:
        return ""
    return f"The bar also counts {plural(others, 'correct one')} with no deadline to meet."


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the bar: a mark and how many records have it."""

    mark: Mark
    count: int


#: Verdicts first, then what needs one, then what waits for its day.
_BAR = (
    *("correct", "partial", "incorrect", "ambiguous", "annulled", "withdrawn"),
    *("overdue", "due", "review", "deferred", "soon", "upcoming"),
)


def bar(rows: Iterable[Row]) -> list[Part]:
    """The parts of the bar of verdicts and states, without those that are empty."""
    counted = Counter(row.mark for row in rows)
    return [Part(theme.by_word(word), counted[word]) for word in _BAR if counted[word]]


@dataclass(frozen=True, slots=True)
class Year:
    """The verdicts on the claims whose deadline was in a year: who was right, and who was not.

    `names` has, by verdict, a row of each speaker and how many such verdicts they have.
    """

    year: str
    names: dict[str, list[tuple[Row, int]]]
    correct: int
    scored: int


def years(rows: Iterable[Row], *, most: int = 4) -> list[Year]:
    """The latest years with scored verdicts on dated claims, newest first."""
    by_year: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        is_scored = row.mark in (*HAPPENED, "incorrect") and row.timeframe == "dated"
        if is_scored and row.state is State.RESOLVED:
            for year in row.deadline:
                by_year.setdefault(year, {}).setdefault(row.mark, []).append(row)
    return [_year(year, by_year[year]) for year in sorted(by_year, reverse=True)[:most]]


def _year(year: str, judged: dict[str, list[Row]]) -> Year:
    names: dict[str, list[tuple[Row, int]]] = {}
    for word in ("correct", "partial", "incorrect"):
        if of_verdict := judged.get(word):
            number = Counter(row.speaker for row in of_verdict)
            each = {row.speaker: row for row in of_verdict}.values()
            pairs = [(row, number[row.speaker]) for row in each]
            names[word] = sorted(pairs, key=lambda one: (-one[1], one[0].speaker_name.casefold()))
    return Year(
        year, names, len(judged.get("correct", ())), sum(len(rows) for rows in judged.values())
    )
