"""Owns the page that says what the words mean, how dates are read, and how far the data reaches."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from tracker import labels
from tracker.charts.theme import MARKS
from tracker.dashboard import data
from tracker.dashboard.data import View
from tracker.text import plural

_WHAT = """
People in public make statements about the future, and nobody comes back to them. Each record here
is one such statement: the speaker's own words, the source, the day, the deadline, and what would
make it correct or incorrect, written before the outcome was looked up. Which are due is computed
from the dates; the verdicts are written by people, with evidence.
"""

_TERMS = (
    ("claim", "the checkable sentence, in English, in the words of whoever recorded it"),
    (
        "quote",
        "the speaker's own words, in the original language: the shortest clause that says it",
    ),
    ("speaker, reported by", "who predicted, and who passed it on"),
    ("source", "the document that it was found in, and what is wrong with the copy at hand"),
    (
        "made on",
        "when it was said, never more precise than the evidence: a day, a month, or bounds",
    ),
    ("deadline", "by when, as it was said, and the window of days that was read out of it"),
    ("horizon", "how far ahead: the deadline less the day it was said"),
    ("criteria", "what makes it correct and what incorrect, written before anybody looked"),
    ("status", "the verdict that people wrote, or open while there is none"),
    ("state", "what the days make of it, computed and never written"),
    ("resolution", "from when a verdict was possible, when it happened, why, and the evidence"),
    ("restatement", "the same claim made again later, perhaps with another date"),
    ("forecast", "only ever a probability that somebody gave on a day"),
)

_POLICY = """
- **A calendar word runs to the end of the period it names.** "by 2027" is 2027-12-31, "by Q1 2027"
  is 2027-03-31, "before 2026" is 2025-12-31. "in 2026" and "this year" are a window.
- **"within two years"** ends on the anniversary. Where the day it was said is known only as a
  month, a year or two bounds, it ends on the anniversary of the last of them: a claim is never
  called late too early.
- **A range keeps both ends.** An event before the window opens is correct, and early.
- **"not before", "at least ten years"** is a lower bound. It is violated by an event before the
  day, and it stood once the day has come.
- **"never" and "always"** can be refuted, and never confirmed.
- **A phrase that needs a decision** ("a few years") gets one from the editor, who writes it down.
- The last day still counts: a record is due from the day after it, and overdue 30 days later.
"""

_SCORES = """
`partial` counts as scored and not as correct. `ambiguous`, `annulled` and `withdrawn` are counted
and never scored. Lower bounds and never-claims form a group of their own. A verdict counts from the
day on which it could be given, so that another day travels in time.
"""


def about() -> None:
    """Draw the page."""
    current = data.view()
    st.title("About", anchor=False)
    with st.container(width=760):
        st.markdown(_WHAT)
        st.header("How far the data reaches", anchor=False)
        _extent(current)
        st.header("The words", anchor=False)
        st.markdown("\n".join(f"- **{word}**: {meaning}" for word, meaning in _TERMS))
        st.header("States and verdicts", anchor=False)
        for number, mark in enumerate(MARKS):
            with st.container(horizontal=True, wrap=False, key=f"meaning-{number}"):
                with st.container(width=105):
                    st.badge(mark.label, icon=f":material/{mark.icon}:", color=mark.badge)
                st.text(mark.meaning, width="stretch")
        st.header("How deadlines are read", anchor=False)
        st.markdown(_POLICY)
        st.header("How it is scored", anchor=False)
        st.markdown(_SCORES)


def _extent(current: View) -> None:
    rows = current.every
    if not rows:
        st.text("No prediction by that day.")
        return
    first = min(row.made_on.first for row in rows)
    last = max(row.made_on.last for row in rows)
    tongues = sorted({name for row in rows if (name := labels.language(row.language))})
    st.text(
        f"{plural(len(rows), 'prediction')} by "
        f"{plural(len({row.speaker for row in rows}), 'speaker')}, from "
        f"{plural(len({row.source for row in rows}), 'source')}, made from {first} to {last}"
        f"{', in ' + ' and '.join(tongues) if tongues else ''}. A collection is no sample: who is "
        "in it, and which statements, was somebody's choice."
    )
    with st.expander("Its sources", icon=":material/description:"):
        for title, number in Counter(row.source_title for row in rows).most_common():
            st.text(f"{title}: {plural(number, 'prediction')}")


if __name__ == "__main__":
    about()
