"""A table of records for people at a terminal, with a count per source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tracker.rows import ASKED_FOR, Row
from tracker.text import Canvas, inert, one_line, pad, plural, truncate, width

__all__ = ["render"]


def render(listed: Sequence[Row], canvas: Canvas, invalid: int) -> str:
    """The table, the count per source and the total."""
    lines = []
    if listed:
        cells = [(_state(row), _deadline(row), row) for row in listed]
        states = max(len("STATE"), *(len(state) for state, _, _ in cells))
        deadlines = max(len("DEADLINE"), *(len(deadline) for _, deadline, _ in cells))
        # Ids are never cut, so that they can be copied; speakers are.
        ids = max(len(row.id) for row in listed)
        room = max(canvas.width - states - deadlines - ids - 6, len("SPEAKER"))
        names = min(max(len("SPEAKER"), *(width(row.speaker_name) for row in listed)), 16, room)
        head = f"{'STATE':{states}}  {'DEADLINE':{deadlines}}  {'SPEAKER':{names}}  ID"
        lines.append(canvas.paint(head, "bold"))
        for state, deadline, row in cells:
            name = pad(truncate(one_line(row.speaker_name), names), names)
            lines.append(f"{state:{states}}  {deadline:{deadlines}}  {name}  {row.id}")
        lines.append("")
        lines.extend([*_by_source(listed, canvas), ""])
    lines.append(f"{plural(len(listed), 'prediction')}.")
    if invalid:
        lines.append(f"{plural(invalid, 'invalid file')}: run `tracker check`.")
    return inert("\n".join(lines)) + "\n"


def _state(row: Row) -> str:
    if row.deferred and row.state in ASKED_FOR:
        return "deferred"
    return row.status if row.state == "resolved" else row.state.value


def _deadline(row: Row) -> str:
    """The last day; for `not_before` the first."""
    if row.kind == "not_before":
        return f"from {row.earliest}"
    if row.latest or row.due_after:
        return str(row.latest or row.due_after)
    return {"never": "never", "after_event": "after an event"}.get(row.kind, "none")


def _by_source(listed: Sequence[Row], canvas: Canvas) -> list[str]:
    counted = Counter(row.source for row in listed)
    counts = max(len("RECORDS"), len(str(max(counted.values()))))
    lines = [canvas.paint(f"{'RECORDS':>{counts}}  SOURCE", "bold")]
    for source, count in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        lines.append(f"{count:>{counts}}  {truncate(one_line(source), canvas.width - counts - 2)}")
    return lines
