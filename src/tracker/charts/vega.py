"""Charts outside the dashboard: as Vega-Lite specifications and as SVG.

Everything comes from installed packages; nothing is fetched, neither here nor in the browser.
"""

from __future__ import annotations

import json
from typing import Any

import altair as alt

from tracker.charts import theme
from tracker.charts.theme import Base

__all__ = ["PAGE", "config", "figure", "spec", "svg"]

_WIDTH = 1100
#: Before a link relative to the page that holds a figure: Vega only knows absolute ones.
PAGE = "https://page.invalid/"


def spec(chart: alt.LayerChart) -> dict[str, Any]:
    """The chart as a Vega-Lite specification of plain values, with its data."""
    # Altair refuses more than 5,000 rows to keep notebooks small; a registry may have more.
    with alt.data_transformers.disable_max_rows():
        specification = chart.to_dict()
    specification.pop("config", None)  # a page has its own
    return specification


def config(base: Base) -> dict[str, Any]:
    """The colours and fonts of a chart on a background, where no page sets them."""
    palette = theme.PALETTES[base]
    text, line = palette.quiet, palette.line
    label = {"labelColor": text, "titleColor": text, "labelFontSize": 12, "titleFontSize": 12}
    return {
        "background": None,
        "font": theme.SANS,
        "range": {"category": theme.colours(base)},
        "axis": {
            **label,
            "titleFontWeight": 400,
            "gridColor": line,
            "domainColor": line,
            "tickColor": line,
        },
        "legend": label,
        "text": {"color": palette.ink},
        "title": {"color": palette.ink, "subtitleColor": text, "font": theme.SANS},
        # The styles of text and lines that no theme of a page knows.
        "style": {
            "ink": {"color": palette.ink},
            "quiet": {"color": text},
            "today": {"color": palette.today},
        },
        "view": {"stroke": None},
    }


def svg(chart: alt.LayerChart, *, base: Base = "light", width: int = _WIDTH) -> str:
    """The chart as SVG with a background of its own, for a document."""
    paper = {"background": theme.PALETTES[base].paper, "padding": 12}
    return _drawn(chart, {**config(base), **paper}, width)


def figure(chart: alt.LayerChart, *, width: int) -> str:
    """The chart as SVG for a page of ours: its colours are the variables of the page's theme.

    Links that begin with `PAGE` become relative ones.
    """
    palette = theme.PALETTES["light"]
    settings = json.dumps(config("light"))
    for name in ("ink", "quiet", "line", "today"):
        settings = settings.replace(getattr(palette, name), f"var(--{name})")
    marks = {"category": [f"var(--m-{word})" for word in theme.words()]}
    picture = _drawn(chart, {**json.loads(settings), "range": marks}, width)
    return picture.replace(f'xlink:href="{PAGE}', 'href="')


def _drawn(chart: alt.LayerChart, settings: dict[str, Any], width: int) -> str:
    import vl_convert

    specification = spec(chart)
    if specification.get("width") == "container":
        specification["width"] = width
    picture: str = vl_convert.vegalite_to_svg(
        specification,
        vl_version=_version(),
        config=settings,
        allowed_base_urls=[],  # none, so a specification cannot make it fetch anything
    )
    return picture


def _version() -> str:
    """The Vega-Lite version that Altair writes, such as `6.4`."""
    return alt.SCHEMA_VERSION.removeprefix("v").rpartition(".")[0]
