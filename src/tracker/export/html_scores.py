"""The scoreboard of the static page: verdicts by speaker, and probability forecasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tracker.export.markup import Markup, el
from tracker.labels import as_known, forecast_bin
from tracker.registry import Registry
from tracker.report.score_text import (
    NO_FORECASTS,
    SHARE,
    brier_in_words,
    figures,
    notes,
    share_in_words,
)
from tracker.rows import Row
from tracker.scores.scoreboard import FEW, ForecastRow, later, score, total

__all__ = ["probabilities", "scores"]


def scores(registry: Registry, rows: Sequence[Row], today: date) -> Iterator[Markup]:
    """The counts of each status, and the share with its interval."""
    yield el("h2", "Who was right?", id="scores")
    whole = total(rows)
    groups = [*score(rows, "speaker"), whole]
    columns = figures(whole)
    heads = (el("th", each.head, scope="col", class_="spare number") for each in columns)
    yield el(
        "div",
        el(
            "table",
            el(
                "thead",
                el("tr", el("th", "Speaker", scope="col"), *heads, el("th", SHARE, scope="col")),
            ),
            el(
                "tbody",
                *(
                    el(
                        "tr",
                        el("th", el("bdi", group.label), scope="row"),
                        *(
                            el("td", f"{figure.of(group)}", class_="spare number")
                            for figure in columns
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
    said = (as_known(today, later(registry, rows)), *notes(groups, whole))
    yield el("p", " ".join(note for note in said if note), class_="quiet")


def probabilities(forecasts: Sequence[ForecastRow]) -> Iterator[Markup]:
    """The Brier score of each forecaster, and how often the forecasts came true."""
    yield el("h2", "Probability forecasts", id="probabilities")
    if not forecasts:
        yield el("p", NO_FORECASTS, class_="quiet")
    for row in forecasts:
        yield el("p", el("strong", el("bdi", row.label)), f": {brier_in_words(row)}.")
        if row.count >= FEW:
            bins = ((one.mean_probability, one.happened, one.count) for one in row.bins)
            yield el("ul", *(el("li", forecast_bin(*one)) for one in bins))
