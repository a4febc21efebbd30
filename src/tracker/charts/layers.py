"""Owns how layers become a chart, which takes half the time without Altair's own checks.

Altair holds each part against Vega-Lite's schema when it is made, and the whole once more when it
is shown; the first time it reads the schema, for seconds. What our functions draw is held against
the schema by their tests instead, once and for all.
"""

from __future__ import annotations

from typing import Any

import altair as alt
from altair.utils import schemapi

__all__ = ["LayerChart", "layer"]

schemapi.disable_debug_mode()


class LayerChart(alt.LayerChart):
    """A chart of layers that is taken for valid: Streamlit can't be told not to check it."""

    def to_dict(self, validate: bool = False, **options: Any) -> dict[str, Any]:
        """The chart as Vega-Lite, unchecked, whatever `validate` says."""
        found: dict[str, Any] = super().to_dict(validate=False, **options)
        return found


def layer(*charts: alt.Chart) -> LayerChart:
    """The charts over each other, the first one below."""
    return LayerChart(layer=list(charts))
