"""Owns charts outside the dashboard: as plain specifications, as SVG, and the code that draws them.

Everything comes from an installed package: nothing is fetched, neither here nor by who reads it.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import altair as alt

from tracker.charts import theme

__all__ = ["FONT", "Base", "bundle", "config", "spec", "svg"]

Base = Literal["light", "dark"]
#: Simplified Chinese glyphs by name: a browser takes Japanese ones for a page in English.
FONT = (
    "'Source Sans 3','Source Sans Pro',system-ui,-apple-system,'Segoe UI','PingFang SC',"
    "'Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC','WenQuanYi Micro Hei',sans-serif"
)
#: Text and lines on each background; the text at least 4.5:1.
_INK = {"light": ("#55585e", "#dcdcd6"), "dark": ("#b9c0ca", "#313843")}
_PAPER = {"light": "#ffffff", "dark": "#0f1216"}
_WIDTH = 1100
_SNIPPET = "window.vegaEmbed = vegaEmbed;"


def spec(chart: alt.LayerChart) -> dict[str, Any]:
    """The chart as Vega-Lite: plain values, the data in it, however many rows."""
    # Altair refuses 5,000 rows to keep notebooks small; a registry may have more.
    with alt.data_transformers.disable_max_rows():
        found = chart.to_dict()
    found.pop("config", None)  # a page has its own
    return found


def config(base: Base) -> dict[str, Any]:
    """What a chart whose colours were left to the page looks like on a background."""
    text, line = _INK[base]
    label = {"labelColor": text, "titleColor": text, "labelFontSize": 12, "titleFontSize": 12}
    return {
        "background": None,
        "font": FONT,
        "range": {"category": theme.colours(base)},
        "axis": {**label, "titleFontWeight": 400, "gridColor": line, "domainColor": line,
                 "tickColor": line},
        "legend": label,
        "view": {"stroke": None},
    }  # fmt: skip


def svg(chart: alt.LayerChart, *, base: Base = "light", width: int = _WIDTH) -> str:
    """The chart as a picture on a background of its own, for a document."""
    import vl_convert

    found = spec(chart)
    if found.get("width") == "container":
        found["width"] = width
    drawn: str = vl_convert.vegalite_to_svg(
        found,
        vl_version=_version(),
        config={**config(base), "background": _PAPER[base], "padding": 12},
        allowed_base_urls=[],  # none: a specification can't make it fetch anything
    )
    return drawn


@cache
def bundle() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, which sets `vegaEmbed` on the window."""
    import vl_convert

    code: str = vl_convert.javascript_bundle(_SNIPPET, vl_version=_version())
    assert "</script" not in code.casefold()
    return code


def _version() -> str:
    """The Vega-Lite that Altair writes for: `6.4`."""
    return alt.SCHEMA_VERSION.removeprefix("v").rpartition(".")[0]
