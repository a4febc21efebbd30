"""Read back by icalendar, and by a reader of RFC 5545's lines written here for the test alone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from icalendar import Calendar

from tracker.export import Options

if TYPE_CHECKING:
    from tests.export.conftest import Case, MakeCase

LINE = re.compile(r"[A-Z-]+(;[A-Z-]+=[^:;\x00-\x1f]+)*:[^\x00-\x08\x0a-\x1f\x7f]*")


def unfolded(text: str) -> list[str]:
    """The content lines of RFC 5545, section 3.1."""
    assert text.endswith("\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    return "\r\n".join(lines).replace("\r\n ", "").split("\r\n")


def test_every_line_is_a_content_line_of_75_octets_at_most(case: Case) -> None:
    open_ones: list[str] = []
    for line in unfolded(case.text("ics", Options(resolved=True))):
        assert LINE.fullmatch(line), line
        name, _, value = line.partition(":")
        if name == "BEGIN":
            open_ones.append(value)
        elif name == "END":
            assert open_ones.pop() == value
    assert open_ones == []


def test_a_calendar_reads_an_all_day_event_on_each_deadline(case: Case) -> None:
    calendar = Calendar.from_ical(case.text("ics"))
    events = {str(event["uid"]): event for event in calendar.walk("VEVENT")}

    wanted = {
        f"{row.id}@prediction-tracker.invalid": row
        for row in case.rows
        if row.due_after is not None and row.status == "open"
    }
    assert events.keys() == wanted.keys()
    for uid, event in events.items():
        row = wanted[uid]
        assert event.decoded("dtstart") == row.due_after
        assert not isinstance(event.decoded("dtstart"), datetime)
        assert event.decoded("dtstamp") == datetime(2026, 11, 21, tzinfo=UTC)
        assert str(event["summary"]).startswith("[open] ")
        triggers = [alarm.decoded("trigger") for alarm in event.walk("VALARM")]
        rings = [timedelta(days=-30), timedelta(days=-7), timedelta()]
        left = row.due_after - case.today
        assert triggers == [ring for ring in rings if left + ring >= timedelta()]
        assert event.errors == []


def test_the_last_day_that_counts_is_the_event_and_the_day_after_its_end(
    make_case: MakeCase,
) -> None:
    (event,) = Calendar.from_ical(make_case("one").text("ics")).walk("VEVENT")

    assert (event.decoded("dtstart"), event.decoded("dtend")) == (
        date(2026, 3, 5),
        date(2026, 3, 6),
    )


def test_the_calendars_last_day_has_no_day_after(make_case: MakeCase) -> None:
    events = Calendar.from_ical(make_case("year 9999").text("ics")).walk("VEVENT")

    by_id = {str(event["uid"]).split("@")[0]: event for event in events}
    assert by_id["end"].decoded("dtstart") == date(9999, 12, 31)
    assert "dtend" not in by_id["end"]
    assert by_id["bound"].decoded("dtstart") == date(9999, 12, 30)


def test_what_has_a_verdict_is_kept_only_when_asked_for(make_case: MakeCase) -> None:
    case = make_case("verdicts")

    def titles(options: Options) -> list[str]:
        events = Calendar.from_ical(case.text("ics", options)).walk("VEVENT")
        return [str(event["uid"]).split("@")[0] for event in events]

    assert titles(Options()) == ["child", "later"]
    assert titles(Options(resolved=True)) == [
        "bound",
        "given",
        "half",
        "in-time",
        "late",
        "child",
        "later",
    ]
    (late,) = [
        event
        for event in Calendar.from_ical(case.text("ics", Options(resolved=True))).walk("VEVENT")
        if str(event["uid"]).startswith("late@")
    ]
    assert str(late["summary"]) == "[incorrect] A first sentence that can be checked."
    assert late.walk("VALARM") == []


def test_the_ids_do_not_change_with_the_day_or_the_state(make_case: MakeCase) -> None:
    case = make_case("nothing resolved")
    later = replace(case, today=date(2026, 11, 22))
    uids = re.compile(r"UID:(.*)")

    assert uids.findall(case.text("ics")) == uids.findall(later.text("ics"))


def test_the_site_is_the_ids_authority(make_case: MakeCase) -> None:
    text = make_case("one").text("ics", Options(site="https://predictions.example.org/x/"))

    assert "UID:one@predictions.example.org\r\n" in text


def test_only_the_alarms_to_come_ring(make_case: MakeCase) -> None:
    case = make_case("nothing resolved")  # soon is due on 2026-12-01

    def alarms(today: str) -> dict[str, int]:
        text = replace(case, today=date.fromisoformat(today)).text("ics")
        events = Calendar.from_ical(text).walk("VEVENT")
        return {str(event["uid"]).split("@")[0]: len(event.walk("VALARM")) for event in events}

    assert alarms("2026-11-21") == {"overdue": 0, "deferred": 0, "due": 0, "soon": 2, "upcoming": 3}
    assert [alarms(day)["soon"] for day in ("2026-11-01", "2026-11-02", "2026-12-01")] == [3, 2, 1]


def test_an_event_leads_to_its_record_and_tells_of_its_source(make_case: MakeCase) -> None:
    case = make_case("one")
    row = replace(case.rows[0], title="Chips", quote="兩年內", quote_en="within two years")
    case = replace(case, rows=[row])

    def event(site: str | None) -> Any:
        return Calendar.from_ical(case.text("ics", Options(site=site))).walk("VEVENT")[0]

    assert str(event(None)["url"]) == "https://example.org/talk"
    shown = event("https://predictions.example.org/x/")
    assert str(shown["url"]) == "https://predictions.example.org/x/records/one.html"
    lines = str(shown["description"]).split("\n")
    assert lines[:2] == ["Chips", row.claim]
    assert "within two years [our translation of: 兩年內]" in lines[2]
    assert "source: https://example.org/talk" in lines


def test_an_app_looks_again_each_day(make_case: MakeCase) -> None:
    text = make_case("empty").text("ics")

    assert "REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in text
    assert "X-PUBLISHED-TTL:P1D\r\n" in text
