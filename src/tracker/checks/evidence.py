"""Owns the rules about evidence: when it was published, and what counts as a kept copy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from tracker.checks.base import Finding, Told, check, record_check
from tracker.checks.url_dates import url_date
from tracker.records.dates import add_days
from tracker.records.model import Evidence
from tracker.registry import Record, Registry
from tracker.yamlfile.file import Loc

# A page of one's own day can be dated the day before elsewhere: time zones differ by up to 26
# hours.
_SLACK = 1

# Hosts that keep copies of pages for others; a subdomain belongs to its host.
_ARCHIVES = (
    "archive.org", "archive.today", "archive.ph", "archive.is", "archive.li", "archive.vn",
    "archive.md", "archive.fo", "archive-it.org", "perma.cc", "megalodon.jp", "gyo.tc",
    "webcitation.org", "ghostarchive.org", "conifer.rhizome.org", "arquivo.pt",
    "freezepage.com", "archive.wikiwix.com", "preservetube.com", "archive.softwareheritage.org",
    "webarchive.loc.gov", "webharvest.gov", "webarchive.nationalarchives.gov.uk",
    "webarchive.org.uk", "webarchive.nla.gov.au", "webarchive.bac-lac.gc.ca", "webarchiv.cz",
    "vefsafn.is", "web.archive.bibalex.org", "swap.stanford.edu", "timetravel.mementoweb.org",
    "warp.da.ndl.go.jp", "haw.nsk.hr", "webarchive.nrscotland.gov.uk", "eresources.nlb.gov.sg",
)  # fmt: skip
# A Wayback Machine, wherever it runs, puts the time of the capture before the page's own address.
_CAPTURE = re.compile(r"/[0-9]{4,14}(?:[a-z]{2}_)?/https?:/", re.IGNORECASE)
_NO_CAPTURE = re.compile(r"/(?:save|web/(?:\*|https?:)|$)", re.IGNORECASE)


@record_check("evidence-after-recorded", "error")
def evidence_after_recorded(record: Record) -> Iterator[Told]:
    """Evidence was published after the verdict that rests on it had been written down.

    Bad::

        resolution:
          evidence: [{url: https://example.org/report, published_on: 2026-12-24}]
          recorded_on: 2026-11-21

    Good::

        resolution:
          evidence: [{url: https://example.org/report, published_on: 2026-10-24}]
          recorded_on: 2026-11-21
    """
    resolution = record.prediction.resolution
    if resolution is None or resolution.recorded_on is None:
        return
    for loc, evidence in _evidence(record):
        published = evidence.published_on
        if published is not None and published.first > add_days(resolution.recorded_on, _SLACK):
            message = (
                "the evidence is younger than the verdict; "
                f"got {published}, expected {resolution.recorded_on} (`recorded_on`) or earlier"
            )
            yield (*loc, "published_on"), message, "check both days", False


@record_check("evidence-before-event", "warning")
def evidence_before_event(record: Record) -> Iterator[Told]:
    """All the evidence was published before the event that it is to prove.

    The event's day is `happened_on`. Single pieces may be older, as background; something has to be
    from that day or later. A piece without `published_on` counts with the date in its link, and
    where it has none of both, nothing is said. A day's difference is left to time zones.

    Bad::

        resolution:
          happened_on: 2025-08-07
          evidence: [{url: https://example.org/rumours, published_on: 2025-06-11}]

    Good::

        resolution:
          happened_on: 2025-08-07
          evidence: [{url: https://example.org/release, published_on: 2025-08-07}]
    """
    resolution = record.prediction.resolution
    if resolution is None or resolution.happened_on is None:
        return
    newest, happened = _newest(record), resolution.happened_on
    if newest is not None and add_days(newest, _SLACK) < happened.first:
        message = (
            f"no evidence is from the event's day or later; got {newest} at the latest, "
            f"expected {happened} (`happened_on`) or later"
        )
        hint = "add evidence that reports the event, or check `happened_on`"
        yield ("resolution", "evidence"), message, hint, True


@record_check("evidence-before-made-on", "warning")
def evidence_before_made_on(record: Record) -> Iterator[Told]:
    """All the evidence is older than the statement that it is to judge.

    Single pieces may be older: what a claim compares with was often measured before. A piece
    without `published_on` counts with the date in its link; where it has none of both, nothing is
    said.

    Bad::

        made_on: 2024-03-05
        resolution:
          evidence: [{url: https://example.org/2023-outlook, published_on: 2023-11-30}]

    Good::

        made_on: 2024-03-05
        resolution:
          evidence: [{url: https://example.org/2025-review, published_on: 2025-11-30}]
    """
    said = record.prediction.made_on.first
    newest = _newest(record)
    if newest is not None and add_days(newest, _SLACK) < said:
        message = (
            f"all the evidence is older than the statement; got {newest} at the latest, "
            f"expected {said} (`made_on`) or later"
        )
        hint = "check the year, or add evidence of what came after"
        yield ("resolution", "evidence"), message, hint, True


@check("not-an-archive", "warning")
def not_an_archive(registry: Registry) -> Iterator[Finding]:
    """`archive_url` does not lead to a kept copy: it is the page itself, a cache, or a search.

    Known are the Wayback Machine and those of national libraries, archive.today and its sisters,
    Perma.cc, Megalodon, WebCite, Ghostarchive, Conifer, Arquivo.pt and others; an unknown host
    passes when its link holds the time of a capture before a page's address, as all Wayback
    Machines do.

    Bad::

        archive_url: https://webcache.googleusercontent.com/search?q=cache:example.org/report

    Good::

        archive_url: https://web.archive.org/web/20240216093000/https://example.org/report
    """
    for record in registry.records.values():
        for loc, evidence in _evidence(record):
            if evidence.archive_url is not None and not _is_kept(evidence.archive_url):
                at = (*loc, "archive_url")
                yield Finding(record.file, at, *_told(evidence.archive_url), record=record.id)
    for card in registry.cards.values():
        if card.card.archive_url is not None and not _is_kept(card.card.archive_url):
            yield Finding(card.file, ("archive_url",), *_told(card.card.archive_url))


def _told(url: str) -> tuple[str, str]:
    host = urlsplit(url).hostname or url
    what = f"a link to {host} that names no copy" if _is_archive(host) else f"a link to {host}"
    message = f"this is no archive's copy; got {what}, expected one such as web.archive.org/web/..."
    return message, "keep a copy at https://web.archive.org/save and link that, or leave it out"


def _is_kept(url: str) -> bool:
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if not _is_archive(host):
        return _CAPTURE.search(parts.path) is not None
    return _NO_CAPTURE.match(parts.path) is None


def _is_archive(host: str) -> bool:
    return any(host == known or host.endswith(f".{known}") for known in _ARCHIVES)


def _newest(record: Record) -> date | None:
    """The last day on which any of the evidence can have been published; None where unknown."""
    days = [piece.published_on or url_date(piece.url) for _, piece in _evidence(record)]
    known = [day.last for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _evidence(record: Record) -> Iterator[tuple[Loc, Evidence]]:
    resolution = record.prediction.resolution
    for index, evidence in enumerate(resolution.evidence if resolution else ()):
        yield ("resolution", "evidence", index), evidence
