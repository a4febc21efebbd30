"""Owns what an export is, and what each of them may be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from tracker.records.state import GRACE, SOON
from tracker.registry import Registry
from tracker.rows import Row

__all__ = ["VERSION", "Export", "Options", "Rendered"]

#: Of what programs read. It changes when a key or a column is renamed, removed or means another
#: thing; new ones may come at any time.
VERSION = 1

#: Text, bytes, or the files of a folder by their path in it.
Rendered = str | bytes | Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Options:
    """What is not in the registry. `soon` and `grace` in days.

    `site` is where the exports are published, for the ids and links in feeds and calendars.
    `resolved` keeps what has a verdict in the calendar.
    """

    soon: int = SOON
    grace: int = GRACE
    site: str | None = None
    resolved: bool = False

    @property
    def host(self) -> str:
        """The authority of ids: the site's host. `.invalid` is nobody's by RFC 2606."""
        host = urlsplit(self.site).hostname if self.site else None
        return host or "prediction-tracker.invalid"


@dataclass(frozen=True, slots=True)
class Export:
    """One format: what it is for, and the function that makes it.

    `render` takes the registry, the rows that a filter let through (most urgent first), the day
    and the options. It reads no clock and writes no file, and gives the same each time. `form` says
    what it returns: text, bytes, or a folder's files.
    """

    description: str
    media_type: str
    suffix: str
    render: Callable[[Registry, Sequence[Row], date, Options], Rendered]
    form: Literal["text", "binary", "folder"] = "text"
