"""Owns the scoreboard of the static page: verdicts by speaker, and stated probabilities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.export.markup import Markup, el
from tracker.records.vocabulary import STATUSES
from tracker.rows import Row
from tracker.scores.scoreboard import FEW, ForecastRow, ScoreRow, score, total
from tracker.text import plural

__all__ = ["probabilities", "scores"]


def scores(rows: Sequence[Row]) -> Iterator[Markup]:
    """Counts of each status first, then the share with its interval."""
    yield el("h2", "Who was right", id="scores")
    groups = [*score(rows, "speaker"), total(rows)]
    statuses = [status for status in STATUSES if groups[-1].counts[status]]
    apart = [name for name in ("stood", "violated") if getattr(groups[-1], name)]
    counts = (*statuses, *apart)
    yield el(
        "div",
        el(
            "table",
            el(
                "thead",
                el(
                    "tr",
                    el("th", "Who", scope="col"),
                    *(el("th", name, scope="col", class_="spare number") for name in counts),
                    el("th", "share correct (95%)", scope="col"),
                ),
            ),
            el(
                "tbody",
                *(
                    el(
                        "tr",
                        el("th", el("bdi", group.label), scope="row"),
                        *(
                            el("td", f"{_count(group, name)}", class_="spare number")
                            for name in counts
                        ),
                        el("td", _share(group)),
                    )
                    for group in groups
                ),
            ),
        ),
        class_="wide",
        tabindex=0,
        role="region",
        aria_label="Verdicts by speaker",
    )
    lower = (
        " Lower bounds and never-claims are apart: they stood or were violated, and no share "
        "counts them."
    )
    yield el(
        "p",
        f"Too few to tell: with fewer than {FEW} scored verdicts, chance alone could make such a "
        f"share.{lower if apart else ''}",
        class_="quiet",
    )


def _count(row: ScoreRow, name: str) -> int:
    return row.counts[name] if name in row.counts else getattr(row, name)


def _share(row: ScoreRow) -> str:
    """`2 of 7 (8 to 64%)`, and a word where that says nothing."""
    if row.interval is None:
        return "nothing scored"
    few = "; too few to tell" if row.is_few else ""
    return f"{row.correct} of {row.scored} ({row.interval.low:.0%} to {row.interval.high:.0%}){few}"


def probabilities(found: Sequence[ForecastRow]) -> Iterator[Markup]:
    """The Brier score of who stated probabilities, and how often it came true against them."""
    yield el("h2", "Probabilities that were given", id="probabilities")
    if not found:
        said = "No decided claim here carries a probability, so there is no Brier score."
        yield el("p", said, class_="quiet")
        return
    yield el(
        "p", "Brier score: 0 is perfect, 0.25 is a coin. Only where a number was stated.",
        class_="quiet",
    )  # fmt: skip
    for row in found:
        given = plural(row.count, "probability", "probabilities")
        few = "; too few to tell" if row.count < FEW else ""
        yield el("p", el("strong", el("bdi", row.label)), f": {row.brier:.2f} over {given}{few}.")
        if not few:
            yield el(
                "ul",
                *(
                    el("li", f"{each.mean_probability:.0%} given: {each.share:.0%} came true "
                       f"({each.count})")
                    for each in row.bins
                ),
            )  # fmt: skip
