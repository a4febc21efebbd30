from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.records.dates import Duration, PartialDate, add_days, add_months, add_years, parse_date

FULL = "expected a full date such as 2024-03-05"
PARTIAL = "expected a date such as 2024-03-05, 2024-03, 2024 or 2024-02-16/2024-05-13"
DURATION = "expected an ISO 8601 duration such as P2Y, P18M or P30D"


# --- full dates -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-05", date(2024, 3, 5)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2000-02-29", date(2000, 2, 29)),
        ("0001-01-01", date.min),
        ("9999-12-31", date.max),
    ],
)
def test_a_full_date(text: str, expected: date) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", FULL),
        ("2024", FULL),
        ("2024-03", FULL),
        ("2024-3-5", FULL),
        ("24-03-05", FULL),
        ("2024/03/05", FULL),
        (" 2024-03-05", FULL),
        ("2024-03-05\n", FULL),
        ("2024-03-05T00:00", FULL),
        ("２０２４-03-05", FULL),
        ("tomorrow", FULL),
        ("2023-02-29", "February 2023 has 28 days"),
        ("1900-02-29", "February 1900 has 28 days"),
        ("2024-04-31", "April 2024 has 30 days"),
        ("2024-01-00", "January 2024 has 31 days"),
        ("2024-00-10", "there is no month 00"),
        ("2024-13-10", "there is no month 13"),
        ("0000-01-01", "years begin at 0001"),
    ],
)
def test_a_bad_full_date_is_refused_in_plain_words(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        parse_date(text)

    assert str(caught.value) == message


# --- partial dates ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-03-05", date(2024, 3, 5), date(2024, 3, 5)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("0001", date.min, date(1, 12, 31)),
        ("9999", date(9999, 1, 1), date.max),
        ("9999-12", date(9999, 12, 1), date.max),
        ("2024-02-16/2024-05-13", date(2024, 2, 16), date(2024, 5, 13)),
        ("2024-02/2024-05", date(2024, 2, 1), date(2024, 5, 31)),
        ("2023/2024", date(2023, 1, 1), date(2024, 12, 31)),
        ("2023-12-31/2024", date(2023, 12, 31), date(2024, 12, 31)),
        ("2024-03-05/2024-03-05", date(2024, 3, 5), date(2024, 3, 5)),
    ],
)
def test_a_partial_date_lies_between_its_first_and_its_last_day(
    text: str, first: date, last: date
) -> None:
    assert PartialDate.parse(text) == PartialDate(text, first, last)
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", PARTIAL),
        ("/", PARTIAL),
        ("2024-02-16/", PARTIAL),
        ("/2024-02-16", PARTIAL),
        ("2024/2025/2026", PARTIAL),
        ("2024-2", PARTIAL),
        ("about 2024", PARTIAL),
        ("2024 / 2025", PARTIAL),
        ("2024-05-13/2024-02-16", "the second date is before the first"),
        ("2024/2023-12-31", "the second date is before the first"),
        ("2024-02-16/2024", "the second date is before the first"),
        ("2024/2024-01", "the second date is before the first"),
        ("2024-13", "there is no month 13"),
        ("2023-02-29/2024", "February 2023 has 28 days"),
        ("2023/2023-02-29", "February 2023 has 28 days"),
        ("0000", "years begin at 0001"),
    ],
)
def test_a_bad_partial_date_is_refused_in_plain_words(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        PartialDate.parse(text)

    assert str(caught.value) == message


# --- durations --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "months", "days"),
    [
        ("P2Y", 24, 0),
        ("P18M", 18, 0),
        ("P6W", 0, 42),
        ("P30D", 0, 30),
        ("P1Y6M10D", 18, 10),
        ("P1Y2M3W4D", 14, 25),
        ("P0D", 0, 0),
        ("P9999Y", 119988, 0),
    ],
)
def test_a_duration_is_months_and_days(text: str, months: int, days: int) -> None:
    assert Duration.parse(text) == Duration(text, months, days)
    assert str(Duration.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "2Y",
        "P2",
        "P-2Y",
        "P1.5Y",
        "PT5H",
        "P1D1Y",
        "p2y",
        "P2Y ",
        "P10000Y",
        "P２Y",
        "P2Y\n",
    ],
)
def test_a_bad_duration_is_refused_in_plain_words(text: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        Duration.parse(text)

    assert str(caught.value) == DURATION


@pytest.mark.parametrize(
    ("text", "begun", "ended"),
    [
        ("P1Y", date(2024, 2, 29), date(2025, 2, 28)),
        ("P4Y", date(2024, 2, 29), date(2028, 2, 29)),
        ("P1M", date(2024, 1, 31), date(2024, 2, 29)),
        ("P1M1D", date(2024, 1, 31), date(2024, 3, 1)),  # months first, then days
        ("P2W", date(2024, 2, 20), date(2024, 3, 5)),
        ("P0D", date(2024, 2, 29), date(2024, 2, 29)),
        ("P1Y", date(9999, 1, 1), date.max),
        ("P9999Y999999D", date(2024, 1, 1), date.max),
    ],
)
def test_a_duration_ends_on_the_clipped_anniversary(text: str, begun: date, ended: date) -> None:
    assert Duration.parse(text).after(begun) == ended


# --- arithmetic -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 3, 5), 0, date(2024, 3, 5)),
        (date(2024, 3, 5), 12, date(2025, 3, 5)),
        (date(2024, 12, 31), 1, date(2025, 1, 31)),
        # the month's end clips, and the day is not carried over
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 4, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        # backwards
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 1, 5), -1, date(2023, 12, 5)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        # the calendar's ends hold
        (date(9999, 12, 31), 0, date.max),
        (date(9999, 12, 1), 1, date.max),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
        (date(9999, 1, 1), 1200, date.max),
        (date(1, 1, 1), -1, date.min),
        (date(1, 12, 31), -11, date(1, 1, 31)),
    ],
)
def test_months_later(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), -1, date(2023, 2, 28)),
        (date(2024, 2, 29), 100, date(2124, 2, 29)),
        (date(2000, 2, 29), 100, date(2100, 2, 28)),
        (date(2024, 3, 5), 9999, date.max),
        (date(2024, 3, 5), -9999, date.min),
    ],
)
def test_the_anniversary(day: date, years: int, expected: date) -> None:
    assert add_years(day, years) == expected


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
        (date(2023, 2, 28), 1, date(2023, 3, 1)),
        (date(2024, 3, 1), -1, date(2024, 2, 29)),
        (date(2023, 12, 31), 1, date(2024, 1, 1)),
        (date.max, 1, date.max),
        (date.min, -1, date.min),
        (date(2024, 1, 1), 10**9, date.max),
    ],
)
def test_days_later(day: date, days: int, expected: date) -> None:
    assert add_days(day, days) == expected


@given(st.dates(), st.integers(-200_000, 200_000), st.integers(0, 5_000))
def test_more_months_are_never_earlier(day: date, months: int, more: int) -> None:
    assert add_months(day, months) <= add_months(day, months + more)


@given(st.dates(), st.dates())
def test_bounds_are_written_as_they_are_read(one: date, other: date) -> None:
    first, last = sorted((one, other))
    range_ = PartialDate.parse(f"{first.isoformat()}/{last.isoformat()}")

    assert (range_.first, range_.last) == (first, last)
