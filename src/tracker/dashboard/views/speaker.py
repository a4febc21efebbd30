"""A profile for each speaker (`?id=`), or the list of all speakers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from tracker.dashboard import data, widgets
from tracker.dashboard.data import View
from tracker.markup import scorecard
from tracker.records.vocabulary import TIMEFRAMES
from tracker.rows import Row
from tracker.scores.drift import chains
from tracker.scores.scoreboard import FEW, total
from tracker.scores.scoring import SCORED
from tracker.text import plural

__all__ = ["directory", "speaker", "track"]


def speaker() -> None:
    """Draw the page."""
    current = data.view()
    named = st.query_params.get("id", "").casefold()
    if not named:
        directory(current, "speaker", "Speakers", lambda row: (row.speaker, row.speaker_name))
        return
    rows = [row for row in current.every if named in map(str.casefold, row.speakers)]
    reported = [row for row in current.every if named in _reporters(row) and row not in rows]
    if not (rows or reported):
        st.title("No such speaker", anchor=False)
        widgets.text(f"This registry has no predictions by {named!r}.")
        return
    _profile(current, rows, reported)


def _reporters(row: Row) -> set[str]:
    names = (row.reported_by or "", *row.reporter_names)
    return {name.casefold() for name in names if name}


def track(rows: Sequence[Row]) -> list[Row]:
    """The rows of a track record: verdicts in the order of time, then what waits for one."""
    resolved = [row for row in rows if row.resolved_on]
    resolved.sort(key=lambda row: (row.resolved_on.last if row.resolved_on else None, row.id))
    return resolved + [row for row in rows if not row.resolved_on]


def _profile(current: View, rows: Sequence[Row], reported: Sequence[Row]) -> None:
    key, name = (
        (rows[0].speaker, rows[0].speaker_name)
        if rows
        else (reported[0].reported_by or "", reported[0].reporter_name or "")
    )
    widgets.tab_title(name)
    person = current.registry.person(key)
    address = current.address
    ids = {row.id for row in rows}
    restated = [chain for chain in chains(current.every) if ids & {row.id for row in chain.rows}]
    widgets.html(
        "speaker.html",
        name=name,
        native=person.name if person and person.name != name else "",
        person=person,
        track=track(rows),
        record=record_in_words(rows) if rows else "",
        chains=restated,
        moving_href=address.plain("moving"),
        rows=scorecard.arranged(rows),
        reported=scorecard.arranged(reported),
        href=lambda one: address.plain("record", id=one.id),
        speaker_href=lambda one: address.plain("speaker", id=one.speaker),
        all_href=address.plain("speaker"),
    )


def record_in_words(rows: Sequence[Row]) -> str:
    """What a row of marks means: `1 of 2 with a deadline came true; 2 not scored; 4 open`.

    The groups are told apart, as they are scored; a share is given where there is enough.
    """
    parts = []
    by_group = {
        group: total([row for row in rows if row.timeframe == group]) for group in TIMEFRAMES
    }
    dated, undated, bound = (by_group[group] for group in TIMEFRAMES)
    if dated.scored:
        share = f" ({dated.correct / dated.scored:.0%})" if dated.scored >= FEW else ""
        parts.append(f"{dated.correct} of {dated.scored} with a deadline came true{share}")
    if judged := sum(undated.undated[status] for status in SCORED):
        parts.append(f"{undated.undated['correct']} of {judged} without a deadline came true")
    if judged := sum(bound.bound[status] for status in SCORED):
        parts.append(f'{bound.bound["correct"]} of {judged} "not before" or "never" held')
    if not parts:
        judged = sum(row.status != "open" for row in rows)
        parts.append("no clear verdict yet" if judged else "no verdict yet")
    if unscored := sum(row.status not in ("open", *SCORED) for row in rows):
        parts.append(f"{unscored} not scored")
    if waiting := sum(row.status == "open" for row in rows):
        parts.append(f"{waiting} open")
    return "; ".join(parts)


def directory(
    current: View, page: str, title: str, key_and_name: Callable[[Row], tuple[str, str]]
) -> None:
    """Draw the list of all speakers or sources, the most frequent first."""
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in current.every:
        grouped.setdefault(key_and_name(row), []).append(row)
    ordered = sorted(grouped.items(), key=lambda pair: (-len(pair[1]), pair[0][1]))
    people = [
        {
            "href": current.address.plain(page, id=key),
            "name": name,
            "track": [row for row in track(rows) if row.resolved_on],
            "about": record_in_words(rows),
            "number": plural(len(rows), "prediction"),
        }
        for (key, name), rows in ordered
    ]
    widgets.html("speakers.html", title=title, people=people)


if __name__ == "__main__":
    speaker()
