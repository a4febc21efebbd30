"""Checks of evidence: when it was published, and whether `archive_url` is an archived copy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from tracker.checks.base import Finding, Problem, check, record_check
from tracker.checks.url_dates import url_date
from tracker.records.dates import add_days
from tracker.records.model import Evidence
from tracker.registry import Record, Registry
from tracker.yamlfile.file import Loc

# Time zones differ by up to 26 hours, so the same moment can be dated a day earlier elsewhere.
_SLACK = 1

# Hosts that archive other sites' pages; their subdomains count too.
_ARCHIVES = tuple(
    """
    archive.org archive.today archive.ph archive.is archive.li archive.vn archive.md archive.fo
    archive-it.org perma.cc megalodon.jp gyo.tc webcitation.org ghostarchive.org
    conifer.rhizome.org arquivo.pt freezepage.com archive.wikiwix.com preservetube.com
    archive.softwareheritage.org webarchive.loc.gov webharvest.gov
    webarchive.nationalarchives.gov.uk webarchive.org.uk webarchive.nla.gov.au
    webarchive.bac-lac.gc.ca webarchiv.cz vefsafn.is web.archive.bibalex.org swap.stanford.edu
    timetravel.mementoweb.org warp.da.ndl.go.jp haw.nsk.hr webarchive.nrscotland.gov.uk
    eresources.nlb.gov.sg
    """.split()
)
# Every Wayback Machine puts the time of the capture before the page's own address.
_CAPTURE = re.compile(r"/[0-9]{4,14}(?:[a-z]{2}_)?/https?:/", re.IGNORECASE)
_NO_CAPTURE = re.compile(r"/(?:save|web/(?:\*|https?:)|$)", re.IGNORECASE)


@record_check("evidence-after-recorded", "error")
def evidence_after_recorded(record: Record) -> Iterator[Problem]:
    """Evidence was published after the verdict based on it was recorded.

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
                f"`published_on` ({published}) is after `recorded_on` ({resolution.recorded_on})"
            )
            yield (*loc, "published_on"), message, "check both dates", False


@record_check("evidence-before-event", "warning")
def evidence_before_event(record: Record) -> Iterator[Problem]:
    """All the evidence was published before the event it is meant to prove.

    The day of the event is `happened_on`. Some evidence may be older, as background, but at least
    one piece must be from that day or later. Evidence without `published_on` is dated by its link;
    no warning is given if the link shows no date either. One day's difference is allowed for time
    zones.

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
            f"all evidence is older than the event: the newest is from {newest}, "
            f"but `happened_on` is {happened}"
        )
        hint = "add evidence that reports the event, or check `happened_on`"
        yield ("resolution", "evidence"), message, hint, True


@record_check("evidence-before-made-on", "warning")
def evidence_before_made_on(record: Record) -> Iterator[Problem]:
    """All the evidence is older than the statement it judges.

    Some evidence may be older: a claim is often compared with an earlier measurement. Evidence
    without `published_on` is dated by its link; no warning is given if the link shows no date
    either.

    Bad::

        made_on: 2024-03-05
        resolution:
          evidence: [{url: https://example.org/2023-outlook, published_on: 2023-11-30}]

    Good::

        made_on: 2024-03-05
        resolution:
          evidence: [{url: https://example.org/2025-review, published_on: 2025-11-30}]
    """
    made_on = record.prediction.made_on
    newest = _newest(record)
    if newest is not None and add_days(newest, _SLACK) < made_on.first:
        message = (
            f"all evidence is older than the statement: the newest is from {newest}, "
            f"but `made_on` is {made_on}"
        )
        hint = "check the year, or add evidence of what happened afterwards"
        yield ("resolution", "evidence"), message, hint, True


@check("not-an-archive", "warning")
def not_an_archive(registry: Registry) -> Iterator[Finding]:
    """`archive_url` is not an archived copy: it is the page itself, a cache or a search.

    Known archives are the Wayback Machine and those of national libraries, archive.today and its
    other domains, Perma.cc, Megalodon, WebCite, Ghostarchive, Conifer, Arquivo.pt and others. An
    unknown host is accepted if its link contains a capture time before the page's address, as
    Wayback Machine links do.

    Bad::

        archive_url: https://webcache.googleusercontent.com/search?q=cache:example.org/report

    Good::

        archive_url: https://web.archive.org/web/20240216093000/https://example.org/report
    """
    for record in registry.records.values():
        for loc, evidence in _evidence(record):
            if evidence.archive_url is not None and not _is_copy(evidence.archive_url):
                at = (*loc, "archive_url")
                message, hint = _not_a_copy(evidence.archive_url)
                yield Finding(record.file, at, message, hint, record=record.id)
    for card in registry.cards.values():
        if card.card.archive_url is not None and not _is_copy(card.card.archive_url):
            yield Finding(card.file, ("archive_url",), *_not_a_copy(card.card.archive_url))


def _not_a_copy(url: str) -> tuple[str, str]:
    """The message and the hint."""
    host = urlsplit(url).hostname or url
    reason = f"a page of `{host}`, but not a capture" if _is_archive(host) else f"host `{host}`"
    message = f"`archive_url` is not an archived copy ({reason})"
    return message, "save the page at https://web.archive.org/save and link to the copy"


def _is_copy(url: str) -> bool:
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if not _is_archive(host):
        return _CAPTURE.search(parts.path) is not None
    return _NO_CAPTURE.match(parts.path) is None


def _is_archive(host: str) -> bool:
    return any(host == known or host.endswith(f".{known}") for known in _ARCHIVES)


def _newest(record: Record) -> date | None:
    """The last possible publication day of any evidence; None unless every piece has a date."""
    dates = [evidence.published_on or url_date(evidence.url) for _, evidence in _evidence(record)]
    days = [published.last for published in dates if published is not None]
    return max(days) if days and len(days) == len(dates) else None


def _evidence(record: Record) -> Iterator[tuple[Loc, Evidence]]:
    resolution = record.prediction.resolution
    for index, evidence in enumerate(resolution.evidence if resolution else ()):
        yield ("resolution", "evidence", index), evidence
