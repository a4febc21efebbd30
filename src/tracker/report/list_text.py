"""A table of records for people at a terminal, with a count per source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tracker.labels import window_in_words
from tracker.rows import Row
from tracker.text import Canvas, inert, one_line, pad, plural, truncate, width

__all__ = ["render"]


def render(listed: Sequence[Row], canvas: Canvas, invalid: int) -> str:
    """The table, the count per source and the total."""
    lines = []
    if listed:
        cells = [
            (row.status if row.state == "resolved" else row.state.value, window_in_words(row), row)
            for row in listed
        ]
        states = max(len("STATE"), *(len(state) for state, _, _ in cells))
        windows = min(max(len("DEADLINE"), *(width(window) for _, window, _ in cells)), 24)
        # Ids are never cut, so that they can be copied; speakers are.
        ids = max(len(row.id) for row in listed)
        room = max(canvas.width - states - windows - ids - 6, len("SPEAKER"))
        names = min(max(len("SPEAKER"), *(width(row.speaker_name) for row in listed)), 16, room)
        head = f"{'STATE':{states}}  {'DEADLINE':{windows}}  {'SPEAKER':{names}}  ID"
        lines.append(canvas.paint(head, "bold"))
        for state, window, row in cells:
            start = f"{state:{states}}  {pad(truncate(window, windows), windows)}  "
            start += f"{pad(truncate(one_line(row.speaker_name), names), names)}  "
            lines.append(start + row.id)
        lines.append("")
        lines.extend([*_by_source(listed, canvas), ""])
    lines.append(f"{plural(len(listed), 'prediction')}.")
    if invalid:
        lines.append(f"{plural(invalid, 'invalid file')}: run `tracker check`.")
    return inert("\n".join(lines)) + "\n"


def _by_source(listed: Sequence[Row], canvas: Canvas) -> list[str]:
    counted = Counter(row.source for row in listed)
    digits = len(str(max(counted.values())))
    return [
        f"{count:>{digits}}  {truncate(one_line(source), canvas.width - digits - 2)}"
        for source, count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    ]
