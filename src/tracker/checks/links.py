"""The check of the dates that links contain against the dates in the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tracker.checks.base import Finding, check
from tracker.checks.url_dates import capture_date, is_post, url_date
from tracker.records.dates import PartialDate, add_days
from tracker.records.model import Evidence
from tracker.registry import KEY, Record, Registry, SourceCard
from tracker.yamlfile.file import Loc

# Time zones differ by up to 26 hours, and a post's id is in UTC.
_SLACK = 1

_Clash = tuple[Loc, str, str]


@check("url-date", "warning")
def link_date(registry: Registry) -> Iterator[Finding]:
    """The date in a link contradicts a date in the record.

    A link can show a date in its path (`/2024/05/17/`, `/2024-05/`, `/202405/t20240517_1.html`) or
    in its id: posts on X, Mastodon and Weibo, TikTok videos and arXiv papers encode the time in
    their ids. A year alone is ignored, and one day's difference is allowed for time zones. A
    warning is given if

    - a source is older than `made_on`, or is the speaker's own post (no `reported_by`) from a later
      day;
    - a card's link is older than its `published_on`;
    - the link of a piece of evidence has another date than its `published_on` or is newer than
      `recorded_on`, or the page was archived before it was published;
    - a link in `updates` is newer than the update, or a link in `forecasts` is older than the
      forecast.

    Bad::

        source: https://x.com/OpenAI/status/1758192957386342435
        made_on: 2023-02-15

    Good::

        source: https://x.com/OpenAI/status/1758192957386342435
        made_on: 2024-02-15
    """
    for record in registry.records.values():
        for loc, message, hint in (*_of_source(record), *_of_evidence(record), *_of_rest(record)):
            yield Finding(record.file, loc, message, hint, record=record.id)
    for card in registry.cards.values():
        for loc, message, hint in _of_card(card):
            yield Finding(card.file, loc, message, hint)


def _of_source(record: Record) -> Iterator[_Clash]:
    prediction = record.prediction
    if KEY.fullmatch(prediction.source):
        return
    shown = url_date(prediction.source)
    if shown is None:
        return
    made_on = prediction.made_on
    is_own_post = is_post(prediction.source) and prediction.reported_by is None
    if _is_before(shown, made_on.first):
        yield _clash(("source",), shown, f"before `made_on` ({made_on})")
    elif is_own_post and _is_after(shown, made_on.last):
        yield _clash(("source",), shown, f"after `made_on` ({made_on})")


def _of_card(card: SourceCard) -> Iterator[_Clash]:
    published = card.card.published_on.date if card.card.published_on else None
    shown = url_date(card.card.url) if card.card.url else None
    if published is not None and shown is not None and _is_before(shown, published.first):
        yield _clash(("url",), shown, f"before `published_on` ({published})")


def _of_evidence(record: Record) -> Iterator[_Clash]:
    resolution = record.prediction.resolution
    for index, evidence in enumerate(resolution.evidence if resolution else ()):
        loc = ("resolution", "evidence", index)
        shown, published = url_date(evidence.url), evidence.published_on
        recorded = resolution.recorded_on if resolution else None
        if shown is not None and published is not None and not _agree(evidence, shown, published):
            relation = "after" if _is_after(shown, published.last) else "before"
            yield _clash((*loc, "url"), shown, f"{relation} `published_on` ({published})")
        elif shown is not None and recorded is not None and _is_after(shown, recorded):
            yield _clash((*loc, "url"), shown, f"after `recorded_on` ({recorded})")
        captured = capture_date(evidence.archive_url) if evidence.archive_url else None
        if captured and published and add_days(captured, _SLACK) < published.first:
            relation = f"before `published_on` ({published})"
            yield _clash((*loc, "archive_url"), captured, relation)


def _of_rest(record: Record) -> Iterator[_Clash]:
    for index, update in enumerate(record.prediction.updates or ()):
        shown = url_date(update.url) if update.url else None
        if shown is not None and _is_after(shown, update.date):
            yield _clash(("updates", index, "url"), shown, f"after `date` ({update.date})")
    for index, forecast in enumerate(record.prediction.forecasts or ()):
        shown = url_date(forecast.url) if forecast.url else None
        if shown is not None and _is_before(shown, forecast.made_on.first):
            relation = f"before `made_on` ({forecast.made_on})"
            yield _clash(("forecasts", index, "url"), shown, relation)


def _agree(evidence: Evidence, shown: PartialDate, published: PartialDate) -> bool:
    """Whether link and date agree; an arXiv number is the month of a paper's first version only."""
    is_paper = "arxiv.org/" in evidence.url
    return not _is_after(shown, published.last) and (
        is_paper or not _is_before(shown, published.first)
    )


def _is_before(shown: PartialDate, day: date) -> bool:
    return add_days(shown.last, _SLACK) < day


def _is_after(shown: PartialDate, day: date) -> bool:
    return add_days(day, _SLACK) < shown.first


def _clash(loc: Loc, shown: PartialDate | date, relation: str) -> _Clash:
    message = f"the date in the link ({shown}) is {relation}"
    return loc, message, "check both dates, and that the link opens the page you read"
