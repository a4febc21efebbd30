"""The registry as a single offline page: figures, charts and all records."""

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
from tracker.markup import style
from tracker.records.state import State
from tracker.records.vocabulary import VERDICTS
from tracker.registry import Registry
from tracker.rows import Row, due_among
from tracker.scores.drift import chains
from tracker.scores.scoreboard import forecasts
from tracker.text import plural

if TYPE_CHECKING:
    import altair as alt

    Charts = dict[str, alt.LayerChart]

__all__ = ["CHART_ROWS", "export"]

#: The most rows in the horizon chart, which needs an SVG element for each mark.
CHART_ROWS = 100


def export(
    registry: Registry, rows: Sequence[Row], today: date, _options: Options
) -> dict[str, bytes]:
    """A folder with one self-contained file, `index.html`."""
    from tracker.charts import vega

    charts = dict(_charts(rows, today))
    page_data = {
        "charts": {name: vega.spec(chart) for name, chart in charts.items()},
        "config": {"light": vega.config("light"), "dark": vega.config("dark")},
        "index": [[_word(row), "\n".join(row.searched).casefold()] for row in rows],
    }
    body = el(
        "body",
        _nav(charts),
        el("main", *_main(registry, rows, today, charts)),
        script_json(page_data, "data"),
        *(Markup(f"<script>{code}</script>") for code in (vega.bundle(), _asset("page.js"))),
    )
    scripts = " ".join(_hash(code) for code in (vega.bundle(), _asset("page.js")))
    page = f'<!doctype html>\n<html lang="en">\n{_head(today, scripts)}\n{body}\n</html>\n'
    return {"index.html": page.encode()}


def _head(today: date, scripts: str) -> Markup:
    from tracker.charts.theme import MARKS

    # Nothing may be fetched, and only the two scripts of the page may run.
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    marks = "".join(f".m-{mark.word}{{--mark:var(--m-{mark.word})}}" for mark in MARKS)
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="referrer", content="no-referrer"),
        el("title", f"Predictions on {today}"),
        Markup(f"<style>{style()}{_asset('page.css')}{marks}</style>"),
    )


def _nav(charts: Charts) -> Markup:
    sections = {
        "due": "Due now",
        "horizon": "Horizon",
        "moving": "Moving deadlines",
        "scores": "Scoreboard",
        "records": "Records",
    }
    return el(
        "nav",
        *(
            el("a", label, href=f"#{section}")
            for section, label in sections.items()
            if section not in ("horizon", "moving") or section in charts
        ),
        aria_label="Sections",
    )


def _charts(rows: Sequence[Row], today: date) -> Iterator[tuple[str, alt.LayerChart]]:
    from tracker.charts import drift
    from tracker.charts import timeline as horizon

    if horizon.arranged(rows):
        shown = horizon.arranged(rows)[:CHART_ROWS]
        yield "horizon", horizon.timeline(shown, today)
    if chains(rows):
        yield "moving", drift.moving(rows, today)


def _main(registry: Registry, rows: Sequence[Row], today: date, charts: Charts) -> Iterator[Markup]:
    yield el("h1", "Predictions: what is due, and who was right")
    speakers, sources = len({row.speaker for row in rows}), len({row.source for row in rows})
    yield el(
        "p",
        f"{plural(len(rows), 'prediction')} by {plural(speakers, 'speaker')}, from "
        f"{plural(sources, 'source')}, as of {today}.",
        class_="quiet",
    )
    if registry.invalid_files:
        files = plural(len(registry.invalid_files), "invalid file")
        yield el("p", f"{files}: run tracker check.", class_="quiet")
    yield from _figures(rows, today)
    yield from _due(rows, today)
    yield from _drawn(rows, today, charts)
    yield from html_scores.scores(registry, rows, today)
    yield from html_scores.probabilities(forecasts(registry, rows))
    yield from _table(rows)
    if rows:
        yield el("h2", "Details")
    for row in rows:
        yield html_record.article(registry, row, today)


def _figures(rows: Sequence[Row], today: date) -> Iterator[Markup]:
    due = due_among(rows, today)
    counts = due.counts
    waiting = " ".join(state for state in State if state is not State.RESOLVED)
    verdicts = " ".join(VERDICTS)
    figures = (
        ("Due", due.past, f"of which {counts[State.OVERDUE]} overdue", "overdue due"),
        ("Soon", counts[State.SOON], "due within 30 days", "soon"),
        ("Open", len(rows) - counts[State.RESOLVED], "including those due", waiting),
        ("Resolved", counts[State.RESOLVED], "verdict given", verdicts),
    )
    yield el(
        "ul",
        *(
            el(
                "li",
                label,
                el("strong", f"{number:,}"),
                el("a", below, href=f"?state={states.replace(' ', '+')}#records"),
            )
            for label, number, below, states in figures
        ),
        class_="figures",
    )


def _due(rows: Sequence[Row], today: date) -> Iterator[Markup]:
    due = due_among(rows, today)
    yield el("h2", "Due now", id="due")
    if not due.rows:
        yield el("p", "Nothing is due.")
    else:
        yield el("ul", *(_card(row) for row in due.rows), class_="cards")
    if due.deferred:
        yield el("p", f"{plural(due.deferred, 'prediction')} deferred to a later review.")


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
    from tracker.charts import drift
    from tracker.charts import timeline as horizon

    if "horizon" in charts:
        shown = min(len(rows), CHART_ROWS)
        yield el("h2", "Horizon", id="horizon")
        yield el(
            "p",
            f"{_part(len(rows))} Each row runs from the day of the statement to its deadline; the "
            "bar is the window in which it should happen. The symbol marks the verdict, or the "
            "state today. Click a row to read its record.",
            class_="quiet",
        )
        yield _box("horizon", horizon.describe(horizon.arranged(rows)[:shown], today))
    if "moving" in charts:
        yield el("h2", "Do deadlines slip?", id="moving")
        yield el(
            "p",
            "The date of each statement, and the date it predicted. Bar: the window. Horizontal "
            "line: exact day unknown. Joined: the same claim, stated again. Dotted: due on the day "
            "of the statement. Below the red line: should have happened by now.",
            class_="quiet",
        )
        yield _box("moving", drift.describe(rows))


def _part(number: int) -> str:
    """How many of the predictions the chart shows."""
    if number <= CHART_ROWS:
        return f"{plural(number, 'prediction')}."
    return (
        f"The {CHART_ROWS} most urgent of {number:,} predictions; the table of records has all of "
        "them."
    )


def _box(name: str, description: str) -> Markup:
    return el("div", id=f"chart-{name}", class_="chart", role="group", aria_label=description)


def _table(rows: Sequence[Row]) -> Iterator[Markup]:
    yield el("h2", "Records", id="records")
    if not rows:
        yield el("p", "There are no predictions yet.")
        return
    present = dict.fromkeys(_word(row) for row in rows)
    waiting = " ".join(state for state in State if state is not State.RESOLVED)
    verdicts = " ".join(VERDICTS)
    choices = {"": "all", "overdue due": "due or overdue", waiting: "open", verdicts: "resolved"}
    choices |= {word: labels.VERDICT_WORDS.get(word, word) for word in present}
    yield el(
        "form",
        el("label", "Search", el("input", id="q", type="search", autocomplete="off")),
        el(
            "label",
            "State",
            el("select", *(el("option", text, value=v) for v, text in choices.items()), id="state"),
        ),
        el("output", f"{len(rows)} of {len(rows)}", id="shown", for_="q state"),
        id="find",
        class_="find",
        role="search",
        hidden=True,
    )
    head = {
        "State": "",
        "Claim": "",
        "Speaker": "",
        "Made on": "spare",
        "Deadline": "",
        "Days": "spare number",
    }
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
