"""The page address apart from the filters: links between pages, and their parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from tracker.dashboard import data
from tracker.filter import Filter
from tracker.rows import Row
from tracker.scores.scoreboard import GROUPS
from tracker.text import plural

__all__ = [
    "OWN",
    "Asked",
    "go",
    "go_list",
    "list_link",
    "of_link",
    "open_picked",
    "record_link",
    "steps",
]

_ASKED = ("state", "status", "speaker", "source", "tag", "hedge", "horizon", "id")
#: What the address of a page may hold that no other page knows.
OWN: Mapping[str, tuple[str, ...]] = {
    "": ("group", "sort"),
    "record": ("id",),
    "records": tuple(f"of_{key}" for key in _ASKED),
}
_STEPS = Path(__file__).with_name("steps.js")


def steps() -> None:
    """Have Back undo one thing, a page or a filter: a script of ours, in which there is no data."""
    with st.container(key="steps"):
        st.html(f"<script>{_STEPS.read_text('utf-8')}</script>", unsafe_allow_javascript=True)


def record_link(record: str, label: str) -> None:
    """A link to a record. What the filter bar holds goes along by itself."""
    st.page_link(
        data.page("record"),
        label=label,
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params={"id": record},
    )


def go(record: str) -> None:
    """Open a record, as a click in a chart or a table does.

    Only the id is named: Streamlit refuses a bound parameter here, and adds it by itself.
    """
    st.switch_page(data.page("record"), query_params={"id": record})


def open_picked(event: Mapping[str, Any]) -> None:
    """Open the record whose mark was clicked, if any; `event` is what a chart returns."""
    picked = [point["id"] for point in event["selection"].get("pick", []) if "id" in point]
    if picked:
        go(picked[0])


def go_list(chosen: Mapping[str, Sequence[str]]) -> None:
    """Open the list as `list_link` does, after a click in a chart or a table."""
    st.switch_page(data.page("records"), query_params=_asked(chosen))


def list_link(label: str, chosen: Mapping[str, Sequence[str]]) -> None:
    """A link to the list of those of the chosen records that have these values too.

    The parameters have names of their own (`of_state`): those of a bound widget would be added to
    the current address, and the widget would ignore them.
    """
    st.page_link(
        data.page("records"),
        label=label,
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params=_asked(chosen),
    )


def _asked(chosen: Mapping[str, Sequence[str]]) -> dict[str, str | Iterable[str]]:
    return {f"of_{key}": list(values) for key, values in chosen.items()}


@dataclass(frozen=True, slots=True)
class Asked:
    """The selection of a link to the Records page, in addition to the page's filters."""

    where: Filter
    groups: Mapping[str, tuple[str, ...]]
    ids: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.where or self.groups or self.ids)

    def matches(self, row: Row) -> bool:
        """Whether the row is one of them."""
        return (
            self.where.matches(row)
            and (not self.ids or row.id in self.ids)
            and all(
                any(label in wanted for _, label in GROUPS[by](row))
                for by, wanted in self.groups.items()
            )
        )

    @property
    def words(self) -> str:
        """`overdue or due; over 5 years`: the selection in words."""
        where = self.where
        parts = [where.state, where.status, where.speaker, where.source, where.tag]
        parts += self.groups.values()
        said = [" or ".join(values) for values in parts if values]
        if self.ids:
            said.append(plural(len(self.ids), "record"))
        return "; ".join(said)


def of_link() -> Asked:
    """The selection of the link that led to this page."""

    def many(key: str) -> tuple[str, ...]:
        return tuple(st.query_params.get_all(f"of_{key}"))

    where = Filter(
        speaker=many("speaker"),
        source=many("source"),
        tag=many("tag"),
        status=many("status"),
        state=many("state"),
    )
    groups = {by: many(by) for by in ("hedge", "horizon") if many(by)}
    return Asked(where, groups, many("id"))
