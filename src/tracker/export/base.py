"""What an export is, and the options that all exports take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import quote, urlsplit

from tracker.records.state import GRACE, SOON
from tracker.registry import Registry
from tracker.rows import Row

__all__ = ["VERSION", "Export", "Options", "Rendered"]

#: The version of the formats for programs. It changes if a key or a column is renamed, removed or
#: gets another meaning; new ones may be added at any time.
VERSION = 1

#: Text, bytes, or the files of a folder by their path.
Rendered = str | bytes | Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Options:
    """Options that are not part of the registry. `soon` and `grace` are in days.

    `site` is the address where the exports are published, for ids and links in them; `name` is the
    name of the exported file there. `resolved` keeps resolved records in the calendar, and
    `entries` is the number of entries in the feed, or None for all. `beside` names the files that
    are already in the folder, so that its pages can link the feed and the calendar.
    """

    soon: int = SOON
    grace: int = GRACE
    site: str | None = None
    resolved: bool = False
    name: str | None = None
    entries: int | None = 100
    beside: tuple[str, ...] = ()

    @property
    def host(self) -> str:
        """The authority of ids: the host of the site, or a name under `.invalid` (RFC 2606)."""
        host = urlsplit(self.site).hostname if self.site else None
        return host or "prediction-tracker.invalid"

    def address(self, name: str | None = None) -> str | None:
        """The address of the published page, or of a file beside it; None without a site."""
        if self.site is None:
            return None
        parts = urlsplit(self.site)
        folder, _, last = parts.path.rpartition("/")
        path = f"{folder}/" if "." in last or not last else f"{parts.path}/"
        return parts._replace(path=path + quote(name or ""), query="", fragment="").geturl()

    def record(self, key: str) -> str | None:
        """The address of a record's page; None without a site."""
        return self.address(f"records/{key}.html")


@dataclass(frozen=True, slots=True)
class Export:
    """A format: its description and the function that renders it.

    `render` takes the registry, the filtered rows (most urgent first), the date and the options. It
    reads no clock, writes no file and is reproducible. `form` says whether it returns text, bytes
    or the files of a folder.
    """

    description: str
    media_type: str
    suffix: str
    render: Callable[[Registry, Sequence[Row], date, Options], Rendered]
    form: Literal["text", "binary", "folder"] = "text"
