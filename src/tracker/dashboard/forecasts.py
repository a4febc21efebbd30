"""The section of a record's page on probability forecasts: a step chart and a list."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from tracker.charts import forecasts
from tracker.charts.forecasts import Given
from tracker.dashboard import widgets
from tracker.dashboard.data import View
from tracker.export import dataframe
from tracker.records.model import Prediction
from tracker.rows import Row

__all__ = ["section"]


def section(current: View, prediction: Prediction, row: Row) -> None:
    """Draw the forecasts up to the day of the page; nothing if there are none."""
    numbered = [
        (forecast, Given(_name(current, forecast.by), forecast.made_on, forecast.probability))
        for forecast in prediction.forecasts or ()
        if forecast.made_on.first <= current.today
    ]
    if not numbered:
        return
    stated = [one for _, one in numbered]
    st.header("Probability forecasts", anchor=False)
    settled_on = row.resolved_on.last if row.resolved_on else None
    chart = forecasts.steps(stated, current.today, status=row.status, settled_on=settled_on)
    words = forecasts.describe(stated, status=row.status)
    st.altair_chart(chart, key=f"forecasts-{row.id}", alt=words)
    widgets.downloads(f"{row.id}-forecasts", chart, lambda: dataframe.csv_text(_frame(stated)))
    for number, (forecast, one) in enumerate(numbered):
        widgets.fact(f"{one.probability:.0%} on {one.made_on}", one.by)
        widgets.link("Open page", forecast.url, key=f"forecast-{number}")


def _frame(stated: list[Given]) -> pd.DataFrame:
    return pd.DataFrame(
        [{"by": one.by, "on": str(one.made_on), "probability": one.probability} for one in stated]
    )


def _name(current: View, by: str) -> str:
    person = current.registry.person(by)
    return (person.name_en or person.name) if person else by
