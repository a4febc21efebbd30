"""The registry as a static site: the scorecard with its charts, and a page for each record.

Beside each page is its JSON, for programs: that of `export json` and of `show --format json`.

The pages have the rows, words, templates and theme of the dashboard. Each is one file without
anything to fetch; only the search on the first one needs its script.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from importlib.resources import files
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from tracker import labels, markup
from tracker.export import json_
from tracker.export.base import Options
from tracker.json_text import json_text
from tracker.markup import record, scorecard
from tracker.registry import Registry
from tracker.report import score_text, show_json
from tracker.rows import Row
from tracker.scores.drift import NOTHING, chains
from tracker.scores.scoreboard import FEW, forecasts, later, score, total
from tracker.text import plural

if TYPE_CHECKING:
    import altair as alt
    from markupsafe import Markup

    from tracker.charts.layout import Width

__all__ = ["CHART_ROWS", "export"]

#: The most rows of the timeline, whose SVG has elements for each.
CHART_ROWS = 100
#: The widths at which the charts are drawn, in pixels; a page shows the one that fits.
_WIDTHS: dict[Width, int] = {"wide": 1160, "phone": 358}


def export(
    registry: Registry, rows: Sequence[Row], today: date, options: Options
) -> dict[str, bytes]:
    """A folder: `index` and, for each record, `records/ID`, each as HTML and as JSON."""
    import altair  # noqa: F401 (asked for at once, also where there is no chart to draw)
    import vl_convert  # noqa: F401

    ordered = scorecard.arranged(rows)
    script = _asset("page.js")
    index = [
        [row.mark, "".join(row.deadline), "\n".join([*row.searched, row.source_title, *row.tags])]
        for row in ordered
    ]
    pages = {
        "index.html": _page(
            "static_index.html",
            title=f"Predictions on {labels.day(today)}",
            description=scorecard.finding(rows, rows),
            canonical=options.address(),
            alternates=[*_subscriptions(options, ""), _data_link("index.json")],
            script=script,
            links=[("Predictions", "#", True), *_sections(rows)],
            data=_data(index),
            home="index.html",
            **_index(registry, ordered, today),
        )
    }
    for place, row in enumerate(ordered):
        near = (ordered[place - 1] if place else None, *ordered[place + 1 : place + 2])
        pages[f"records/{row.id}.html"] = _page(
            "static_record.html",
            title=row.claim,
            description=_description(row),
            canonical=options.record(row.id),
            alternates=[*_subscriptions(options, "../"), _data_link(f"{row.id}.json")],
            script="",
            links=[("Predictions", "../index.html", False)],
            home="../index.html",
            **_record(registry, row, rows, today, *near),
        )
    pages["index.json"] = json_.export(registry, rows, today, options)
    for row in ordered:
        whole = show_json.record_object(registry, registry.records[row.id], row, today)
        pages[f"records/{row.id}.json"] = json_text(whole)
    return {path: page.encode() for path, page in pages.items()}


#: Files that readers subscribe to: the word for the link, and the media type.
_SUBSCRIBED = {
    ".ics": ("Calendar", "text/calendar"),
    ".atom": ("Feed", "application/atom+xml"),
}


def _subscriptions(options: Options, up: str) -> Iterator[tuple[str, str, str]]:
    """The calendar and the feed in the folder of the site, as name, media type and address."""
    for name in sorted(options.beside):
        if subscribed := _SUBSCRIBED.get(PurePath(name).suffix):
            yield (*subscribed, up + quote(name))


def _data_link(address: str) -> tuple[str, str, str]:
    return "Data (JSON)", "application/json", address


def _description(row: Row) -> str:
    """Who said it, when, in which words, and where it stands."""
    return f"{row.speaker_name}, {row.made_on}: {labels.quote(row)} ({labels.standing(row)})"


def _page(template: str, *, script: str, **values: Any) -> str:
    """A whole page. Nothing may be fetched, and only the script of the page may run."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    scripts = f"'sha256-{digest}'" if script else "'none'"
    policy = (
        f"default-src 'none'; script-src {scripts}; "
        "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    style = markup.safe(markup.style() + _asset("page.css"))
    return markup.render(
        template,
        policy=policy,
        style=style,
        script=markup.safe(script),
        problems=0,
        day=None,
        later=0,
        logo=markup.logo(),
        **values,
    )


def _sections(rows: Sequence[Row]) -> Iterator[tuple[str, str, bool]]:
    yield "Timeline", "#timeline", False
    yield "Who was right?", "#scores", False
    if chains(rows):
        yield "Moving dates", "#moving", False


def _index(registry: Registry, rows: Sequence[Row], today: date) -> dict[str, Any]:
    whole = total(rows)
    scored = [group for group in score(rows, "speaker") if group.scored]
    others = len({row.speaker for row in rows}) - len(scored)
    notes = [
        labels.as_known(today, later(registry, rows)),
        f"{plural(others, 'speaker')} without a verdict yet on a claim with a deadline."
        if others
        else "",
        *score_text.notes([*scored, whole], whole),
    ]
    return {
        "sentence": scorecard.SENTENCE,
        "finding": scorecard.finding(rows, rows),
        "aside": scorecard.aside(rows),
        "parts": scorecard.bar(rows),
        "chosen": set(),
        "part_href": lambda part: "?" + urlencode({"mark": part.mark.word}),
        "years": scorecard.years(rows),
        "year_href": lambda year: "?" + urlencode({"deadline": year.year}),
        "rows": rows,
        "href": lambda row: f"records/{row.id}.html",
        "speaker_href": lambda row: _search("", row.speaker_name),
        "charts": list(_charts(rows, today)),
        "nothing_moves": NOTHING,
        "columns": score_text.figures(whole),
        "groups": [*scored, whole],
        "group_href": lambda group: _search("", group.label),
        "share": score_text.share_in_words,
        "share_head": score_text.SHARE,
        "notes": [note for note in notes if note],
        "forecasts": forecasts(registry, rows),
        "no_forecasts": score_text.NO_FORECASTS,
        "brier": score_text.brier_in_words,
        "few": FEW,
        "invalid": plural(len(registry.invalid_files), "invalid file")
        if registry.invalid_files
        else "",
        "today": today,
    }


def _charts(rows: Sequence[Row], today: date) -> Iterator[dict[str, Any]]:
    """The charts as SVG, in each width."""
    from tracker.charts import drift, timeline, vega

    def drawn(draw: Callable[[Width], alt.LayerChart]) -> dict[Width, Markup]:
        # Vega escapes the text of the registry in the SVG that it writes.
        return {
            name: markup.safe(vega.figure(draw(name), width=width))
            for name, width in _WIDTHS.items()
        }

    def href(row: Row) -> str:
        return f"{vega.PAGE}records/{row.id}.html"

    if dated := timeline.arranged(rows):
        shown = timeline.near(dated, today, CHART_ROWS)
        yield {
            "id": "timeline",
            "heading": "Timeline",
            "about": timeline.describe(shown, today),
            "drawn": drawn(
                lambda width: timeline.timeline(
                    shown, today, total=len(dated), width=width, href=href
                )
            ),
        }
    if chains(rows):
        yield {
            "id": "moving",
            "heading": "Do deadlines slip?",
            "about": drift.headline(chains(rows)),
            "drawn": drawn(lambda width: drift.moving(rows, today, width=width, href=href)),
        }


def _record(
    registry: Registry,
    row: Row,
    rows: Sequence[Row],
    today: date,
    before: Row | None,
    after: Row | None = None,
) -> dict[str, Any]:
    prediction = registry.records[row.id].prediction
    person, card = registry.person(row.speaker), registry.cards.get(row.source)
    earlier, others = record.chain(row, rows)
    number = len(prediction.resolution.evidence) if prediction.resolution else 0
    return {
        "row": row,
        "person": person,
        "card": card.card if card else None,
        "speaker_href": _search("../index.html", row.speaker_name),
        "reporter_href": _search("../index.html", row.reporter_name or ""),
        "source_href": _search("../index.html", row.source_title),
        "after_href": f"{row.after}.html",
        "after_title": record.title(row.after, rows),
        "list_href": "../index.html",
        "list_label": "All predictions",
        "before": f"{before.id}.html" if before else "",
        "after": f"{after.id}.html" if after else "",
        "sources": plural(number, "source"),
        "correct_if": row.correct,
        "next_step": labels.next_step(row),
        "policy_words": record.POLICY[row.kind],
        "resolution": prediction.resolution,
        "updates": [one for one in prediction.updates or () if one.date <= today],
        "quote_in_copy": prediction.quote_in_copy,
        "tags": [(tag, _search("../index.html", tag)) for tag in row.tags],
        "amended": prediction.amended or (),
        "invalid": "",
        "same": [*earlier, row, *others] if earlier or others else [],
        "href": lambda one: f"{one.id}.html",
        "today": today,
    }


def _search(page: str, text: str) -> str:
    return f"{page}?{urlencode({'q': text})}"


def _data(value: object) -> Markup:
    """Data for the script, escaped so that it can't end the element."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return markup.safe(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _asset(name: str) -> str:
    return files("tracker.export").joinpath("page", name).read_text("utf-8")
