"""The scoreboard of the static page: verdicts by speaker, and probability forecasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.export.markup import Markup, el
from tracker.labels import forecast_bin, verdict
from tracker.records.vocabulary import STATUSES
from tracker.report.score_text import share_in_words
from tracker.rows import Row
from tracker.scores.scoreboard import FEW, ForecastRow, ScoreRow, score, total
from tracker.text import plural

__all__ = ["probabilities", "scores"]

_HEADS: dict[str, str] = {
    **{status: verdict(status, "by") for status in STATUSES},
    "stood": "held",
    "violated": "broken",
}


def scores(rows: Sequence[Row]) -> Iterator[Markup]:
    """The counts of each status, and the share with its interval."""
    yield el("h2", "Who was right?", id="scores")
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
                    el("th", "Speaker", scope="col"),
                    *(
                        el("th", _HEADS.get(name, name), scope="col", class_="spare number")
                        for name in counts
                    ),
                    el("th", "share correct (95% interval)", scope="col"),
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
                        el("td", share_in_words(group)),
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
    excluded = ' "Not before" and "never" claims are excluded from the percentages.'
    yield el(
        "p",
        f"* Small sample: fewer than {FEW} scored verdicts do not show who tends to be right."
        f"{excluded if apart else ''}",
        class_="quiet",
    )


def _count(row: ScoreRow, name: str) -> int:
    return row.counts[name] if name in row.counts else getattr(row, name)


def probabilities(forecasts: Sequence[ForecastRow]) -> Iterator[Markup]:
    """The Brier score of each forecaster, and how often the forecasts came true."""
    yield el("h2", "Probability forecasts", id="probabilities")
    if not forecasts:
        nothing = (
            "No forecast with a probability has been resolved yet, so there is no Brier score."
        )
        yield el("p", nothing, class_="quiet")
        return
    yield el(
        "p",
        "Brier score: 0 is perfect, 0.25 is a coin toss. Only forecasts with a number count.",
        class_="quiet",
    )
    for row in forecasts:
        count = plural(row.count, "forecast")
        small = row.count < FEW
        note = " (small sample)" if small else ""
        yield el("p", el("strong", el("bdi", row.label)), f": {row.brier:.2f} in {count}{note}.")
        if not small:
            yield el(
                "ul",
                *(
                    el(
                        "li",
                        forecast_bin(one.mean_probability, one.share, one.count),
                    )
                    for one in row.bins
                ),
            )
