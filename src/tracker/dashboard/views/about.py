"""The About page: terms, deadline policy, scoring rules and data coverage."""

from __future__ import annotations

import streamlit as st

from tracker import labels
from tracker.charts.theme import MARKS
from tracker.dashboard import data, widgets
from tracker.dashboard.data import View
from tracker.text import listed, plural

_WHAT = """
Public predictions are quickly forgotten. Each record here keeps one: the speaker's own words, the
source, the date, the deadline, and the criteria for judging it, written before anyone looked up the
outcome. The tracker computes which predictions are due; people write the verdicts, with evidence.
"""

_TERMS = (
    ("claim", "the prediction as one checkable English sentence, in the editor's words"),
    ("quote", "the speaker's own words, in the original language"),
    ("speaker, reported by", "who made the prediction, and who reported it"),
    ("source", "the document it was found in, and known problems of our copy"),
    (
        "made on",
        "the date of the statement: a day, a month, a year or a range, as precisely as it is known",
    ),
    (
        "deadline",
        "the speaker's words about the time, and the window: the days on which the event should "
        "happen",
    ),
    ("horizon", "the time from the statement to its deadline"),
    ("criteria", "what makes the claim correct or incorrect, fixed in advance"),
    ("status", "the verdict, or open while there is none"),
    ("state", "how urgent the record is, computed from its dates"),
    (
        "resolution",
        "when a verdict was first possible, when the event happened, the reasons and the evidence",
    ),
    ("restatement", "the same claim made again later, perhaps with another date"),
    ("forecast", "a probability that someone stated on a given day"),
)

_POLICY = """
- **A calendar word runs to the end of the period it names.** "by 2027" is 31 December 2027, "by Q1
  2027" is 31 March 2027, "before 2026" is 31 December 2025. "in 2026" and "this year" are windows.
- **"within two years"** ends on the anniversary of the statement. If only the month, the year or a
  range is known, it ends on the anniversary of the last possible day, so that no claim is called
  overdue too soon.
- **A range keeps both ends.** An event before the window opens counts as correct, and early.
- **"not before", "at least ten years"** are lower bounds: broken if the event happens before that
  day, and held once the day has come.
- **"never" and "always"** can be refuted but not confirmed.
- **Vague phrases** ("a few years") need a decision by the editor, who records it in `assumed`.
- The last day still counts: a record is due from the next day on, and overdue 30 days later.
"""

_SCORES = """
The share correct is the number of correct verdicts divided by the correct, partly correct and
incorrect ones. Ambiguous, annulled and withdrawn predictions are not scored. Claims without a
deadline, and "not before" and "never" claims, are counted separately. Each verdict counts from the
first day on which it could be given, so "Who was right?" can show any day in the past.
"""


def about() -> None:
    """Draw the page."""
    current = data.view()
    st.title("About", anchor=False)
    with st.container(width=760):
        st.markdown(_WHAT)
        st.header("Data coverage", anchor=False)
        _extent(current)
        st.header("Terms", anchor=False)
        st.markdown("\n".join(f"- **{word}**: {meaning}" for word, meaning in _TERMS))
        st.header("States and verdicts", anchor=False)
        for number, mark in enumerate(MARKS):
            with st.container(horizontal=True, wrap=False, key=f"meaning-{number}"):
                with st.container(width=130):
                    widgets.badge(mark, mark.label)
                st.text(mark.meaning, width="stretch")
        st.header("How deadlines are read", anchor=False)
        st.markdown(_POLICY)
        st.header("How predictions are scored", anchor=False)
        st.markdown(_SCORES)


def _extent(current: View) -> None:
    rows = current.every
    if not rows:
        st.text("No prediction had been made by that day.")
        return
    first = min(row.made_on.first for row in rows)
    last = max(row.made_on.last for row in rows)
    tongues = sorted({name for row in rows if (name := labels.language(row.language))})
    st.text(
        f"{plural(len(rows), 'prediction')} by "
        f"{plural(len({row.speaker for row in rows}), 'speaker')}, from "
        f"{plural(len({row.source for row in rows}), 'source')}, made between {labels.day(first)} "
        f"and {labels.day(last)}{f', in {listed(tongues)}' if tongues else ''}. They are "
        "not a random sample."
    )
    widgets.html("more.html", href=current.address.plain("source"), label="All sources")


if __name__ == "__main__":
    about()
