"""The registry as one page that needs neither server nor network: figures, charts, every record."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING

from tracker import labels
from tracker.export import html_record, html_scores
from tracker.export.base import Options
from tracker.export.markup import Markup, el, script_json
from tracker.records.state import State
from tracker.records.vocabulary import VERDICTS
from tracker.registry import Registry
from tracker.rows import Row, due_among
from tracker.scores.drift import dated
from tracker.scores.scoreboard import forecasts
from tracker.text import plural

if TYPE_CHECKING:
    import altair as alt

    Charts = dict[str, alt.LayerChart]

__all__ = ["CHART_ROWS", "export"]

#: Rows of the horizon chart, which is drawn with an element a mark.
CHART_ROWS = 100
_DUE = (State.OVERDUE, State.DUE)


def export(
    registry: Registry, rows: Sequence[Row], today: date, _options: Options
) -> dict[str, bytes]:
    """A folder with one file, `index.html`, that holds all it needs."""
    from tracker.charts import vega

    charts = dict(_charts(rows, today))
    found = {
        "charts": {name: vega.spec(chart) for name, chart in charts.items()},
        "config": {"light": vega.config("light"), "dark": vega.config("dark")},
        "index": [[_word(row), "\n".join(row.searched).casefold()] for row in rows],
    }
    body = el(
        "body",
        _nav(charts),
        el("main", *_main(registry, rows, today, charts)),
        script_json(found, "data"),
        *(Markup(f"<script>{code}</script>") for code in (vega.bundle(), _asset("page.js"))),
    )
    scripts = " ".join(_hash(code) for code in (vega.bundle(), _asset("page.js")))
    page = f'<!doctype html>\n<html lang="en">\n{_head(today, scripts)}\n{body}\n</html>\n'
    return {"index.html": page.encode()}


def _head(today: date, scripts: str) -> Markup:
    from tracker.charts.theme import MARKS

    # Nothing may be fetched, and no script runs but the two that were written here.
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    light = "".join(f".m-{mark.word}{{--mark:{mark.light}}}" for mark in MARKS)
    dark = "".join(f".m-{mark.word}{{--mark:{mark.dark}}}" for mark in MARKS)
    marks = f"{light}@media (prefers-color-scheme: dark){{{dark}}}"
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="referrer", content="no-referrer"),
        el("title", f"Predictions on {today}"),
        Markup(f"<style>{_asset('page.css')}{marks}</style>"),
    )


def _nav(charts: Charts) -> Markup:
    places = {"due": "What is due", "horizon": "Horizon", "moving": "Moving dates",
              "scores": "Scoreboard", "records": "Records"}  # fmt: skip
    return el(
        "nav",
        *(
            el("a", label, href=f"#{place}")
            for place, label in places.items()
            if place not in ("horizon", "moving") or place in charts
        ),
        aria_label="Sections",
    )


def _charts(rows: Sequence[Row], today: date) -> Iterator[tuple[str, alt.LayerChart]]:
    from tracker.charts import drift, horizon

    if rows:
        shown = horizon.arranged(rows)[:CHART_ROWS]
        yield "horizon", horizon.horizon(shown, today)
    if dated(rows):
        yield "moving", drift.moving(rows, today)


def _main(registry: Registry, rows: Sequence[Row], today: date, charts: Charts) -> Iterator[Markup]:
    yield el("h1", "What was predicted, and what is due")
    speakers, sources = len({row.speaker for row in rows}), len({row.source for row in rows})
    yield el(
        "p",
        f"On {today}: {plural(len(rows), 'prediction')} by "
        f"{plural(speakers, 'speaker')} in {plural(sources, 'source')}.",
        class_="quiet",
    )
    if registry.invalid_files:
        left = plural(len(registry.invalid_files), "invalid file")
        yield el("p", f"{left} left out: run tracker check.", class_="quiet")
    yield from _figures(rows, today)
    yield from _due(rows, today)
    yield from _drawn(rows, today, charts)
    yield from html_scores.scores(rows)
    yield from html_scores.probabilities(forecasts(registry, rows))
    yield from _table(rows)
    if rows:
        yield el("h2", "Each record")
    for row in rows:
        yield html_record.article(registry, row, today)


def _figures(rows: Sequence[Row], today: date) -> Iterator[Markup]:
    due = due_among(rows, today)
    counts = due.counts
    waiting = " ".join(state for state in State if state is not State.RESOLVED)
    verdicts = " ".join(VERDICTS)
    figures = (
        ("Due", due.past, f"of which {counts[State.OVERDUE]} overdue", "overdue due"),
        ("Soon", counts[State.SOON], "within 30 days", "soon"),
        ("Open", len(rows) - counts[State.RESOLVED], "due ones included", waiting),
        ("Resolved", counts[State.RESOLVED], "with a verdict", verdicts),
    )
    yield el(
        "ul",
        *(
            el(
                "li",
                label,
                el("strong", f"{number:,}"),
                el("a", below, href=f"?state={wanted.replace(' ', '+')}#records"),
            )
            for label, number, below, wanted in figures
        ),
        class_="figures",
    )


def _due(rows: Sequence[Row], today: date) -> Iterator[Markup]:
    needing = due_among(rows, today)
    yield el("h2", "What needs somebody", id="due")
    if not needing.rows:
        yield el("p", "Nothing needs you.")
    else:
        yield el("ul", *(_card(row) for row in needing.rows), class_="cards")
    if needing.deferred:
        yield el("p", f"{plural(needing.deferred, 'record')} put off to a later day.")


def _card(row: Row) -> Markup:
    return el(
        "li",
        el("p", html_record.badge(row), " ", labels.days(row)),
        el("p", row.claim, class_="claim", dir="auto"),
        html_record.quote(row),
        el("p", el("bdi", labels.said_by(row)), f", {labels.made_on(row)}"),
        el("p", el("bdi", labels.deadline_in_words(row)), class_="quiet"),
        el("p", el("a", "Open ", el("bdi", row.id), href=f"#record-{row.id}"), class_="more"),
        class_="card",
    )


def _drawn(rows: Sequence[Row], today: date, charts: Charts) -> Iterator[Markup]:
    from tracker.charts import drift, horizon

    if "horizon" in charts:
        shown = min(len(rows), CHART_ROWS)
        yield el("h2", "Horizon", id="horizon")
        yield el(
            "p",
            f"{_part(len(rows))} Tick: made on. Dots: the wait. Bar: the window. Closing tick: the "
            "last day. Symbol: the state, or the verdict on its day; without a date, on today's "
            "line. Arrow: it goes on. Click a row to read its record.",
            class_="quiet",
        )
        yield _box("horizon", horizon.describe(horizon.arranged(rows)[:shown], today))
    if "moving" in charts:
        yield el("h2", "Do promised dates move?", id="moving")
        yield el(
            "p",
            "When it was said, and when it was to come. Bar: the window. Line to the sides: only "
            "the bounds of the day are known. Joined: one claim, stated again. Dotted: due on the "
            "day it was said. What lies below the red line should have come by now.",
            class_="quiet",
        )
        yield _box("moving", drift.describe(dated(rows)))


def _part(number: int) -> str:
    """How much of all the chart shows; the rest is in the table."""
    if number <= CHART_ROWS:
        return f"{plural(number, 'prediction')}."
    return (
        f"The first {CHART_ROWS} of {number:,} predictions, by deadline; the table of records "
        "has all of them."
    )


def _box(name: str, said: str) -> Markup:
    return el("div", id=f"chart-{name}", class_="chart", role="group", aria_label=said)


def _table(rows: Sequence[Row]) -> Iterator[Markup]:
    yield el("h2", "Records", id="records")
    if not rows:
        yield el("p", "There is no prediction yet.")
        return
    present = dict.fromkeys(_word(row) for row in rows)
    waiting = " ".join(state for state in State if state is not State.RESOLVED)
    verdicts = " ".join(VERDICTS)
    choices = {"": "all", "overdue due": "due and overdue", waiting: "open", verdicts: "resolved"}
    choices |= {word: word for word in present}
    yield el(
        "form",
        el("label", "Search", el("input", id="q", type="search", autocomplete="off")),
        el(
            "label",
            "State",
            el("select", *(el("option", said, value=v) for v, said in choices.items()), id="state"),
        ),
        el("output", f"{len(rows)} of {len(rows)}", id="told", for_="q state"),
        id="find",
        class_="find",
        role="search",
        hidden=True,
    )
    head = {"State": "", "Claim": "", "Speaker": "", "Made on": "spare", "Deadline": "",
            "Days": "spare number"}  # fmt: skip
    columns = (el("th", name, scope="col", class_=kind or None) for name, kind in head.items())
    yield el(
        "div",
        el("table", el("thead", el("tr", *columns)), el("tbody", *(_line(row) for row in rows))),
        id="table",
        class_="wide",
        tabindex=0,
        role="region",
        aria_label="Records",
    )


def _line(row: Row) -> Markup:
    return el(
        "tr",
        el("td", html_record.badge(row)),
        el("td", el("a", row.claim, href=f"#record-{row.id}", dir="auto"), class_="claim-cell"),
        el("td", el("bdi", row.speaker_name)),
        el("td", labels.made_on(row), class_="spare day"),
        el("td", labels.window_in_words(row), class_="day"),
        el("td", "" if row.days is None else f"{row.days:,}", class_="spare number"),
    )


def _word(row: Row) -> str:
    return row.status if row.state is State.RESOLVED else row.state.value


def _asset(name: str) -> str:
    return files("tracker.export").joinpath("page", name).read_text("utf-8")


def _hash(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
