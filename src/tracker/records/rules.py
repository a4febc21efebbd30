"""The rules across keys of a record, from which `check` and the JSON Schema are made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from tracker.records.vocabulary import DATED, VERDICTS

if TYPE_CHECKING:
    from tracker.records.model import Prediction

__all__ = ["JOINED", "Joined", "unjoined"]


class Joined(NamedTuple):
    """If `status` or `kind` is one of `values`, `key` is required (or not allowed)."""

    of: Literal["status", "kind"]
    values: tuple[str, ...]
    key: Literal["resolution", "criteria"]
    is_wanted: bool
    hint: str

    def message(self, condition: str) -> str:
        """The fault of a record that meets the condition, such as "status `open`"."""
        if self.is_wanted:
            return f"`{self.key}` is required with {condition}"
        return f"`{self.key}` is set but {condition.replace(' ', ' is ', 1)}"


_ADD_CRITERIA = "add what makes the claim correct and what makes it incorrect"
_ADD_RESOLUTION = "add `resolution:` with `resolved_on`, `note` and `evidence`"
_SET_STATUS = "set `status` to the verdict, or remove `resolution`"
JOINED = (
    Joined("status", ("open",), "resolution", is_wanted=False, hint=_SET_STATUS),
    Joined("status", VERDICTS, "resolution", is_wanted=True, hint=_ADD_RESOLUTION),
    Joined("kind", DATED, "criteria", is_wanted=True, hint=_ADD_CRITERIA),
    Joined("status", VERDICTS, "criteria", is_wanted=True, hint=_ADD_CRITERIA),
)


def unjoined(prediction: Prediction) -> Iterator[Joined]:
    """The rules that a record breaks, the first for each key."""
    reported = set()
    for rule in JOINED:
        is_there = getattr(prediction, rule.key) is not None
        applies = getattr(prediction, rule.of) in rule.values
        if applies and is_there is not rule.is_wanted and rule.key not in reported:
            reported.add(rule.key)
            yield rule
