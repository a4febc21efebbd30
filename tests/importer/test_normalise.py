from __future__ import annotations

import pytest

from tracker.importer.normalise import make_id, probability, to_day
from tracker.importer.placeholders import Unfit


@pytest.mark.parametrize(
    ("text", "formats", "expected"),
    [
        ("2024-03-05", ("iso",), "2024-03-05"),
        ("2024-03", ("iso",), "2024-03"),
        ("2024", ("iso",), "2024"),
        ("2024-02-16/2024-05-13", ("iso",), "2024-02-16/2024-05-13"),
        ("2024-10-16T12:56:51.751385Z", ("iso",), "2024-10-16"),
        ("2024-10-16 12:56:51", ("iso",), "2024-10-16"),
        # a zone: the day of that zone
        ("2024-10-16T23:30:00-08:00", ("iso",), "2024-10-16"),
        ("2024-10-16T00:30:00+08:00", ("iso",), "2024-10-16"),
        ("0001-01-01T00:00:00+14:00", ("iso",), "0001-01-01"),
        # as precise as it is written
        ("Q1 2026", ("words",), "2026-01-01/2026-03-31"),
        ("1Q26", ("words",), "2026-01-01/2026-03-31"),
        ("H2 2026", ("words",), "2026-07-01/2026-12-31"),
        ("March 2026", ("words",), "2026-03"),
        ("2024年3月", ("words",), "2024-03"),
        ("2026", ("words",), "2026"),
        ("Tues., 5th of March, 2024", ("words",), "2024-03-05"),
        ("31.12.2026", ("words",), "2026-12-31"),
        ("the first quarter of 2026", ("words",), "2026-01-01/2026-03-31"),
        ("2026年第一季度", ("words",), "2026-01-01/2026-03-31"),
        ("5 March 2024", ("iso", "words"), "2024-03-05"),
        ("03/2026", ("%m/%Y",), "2026-03"),
        ("Mar 2026", ("%b %Y",), "2026-03"),
        ("FY 2026", ("FY %Y",), "2026"),
        ("2026-W23", ("iso",), "2026-06-01/2026-06-07"),
        ("2026W231", ("iso",), "2026-06-01"),
        # numbers: milliseconds and seconds
        ("1653850472294", ("unix-ms",), "2022-05-29"),
        ("1604186008.116567", ("unix-s",), "2020-10-31"),
        ("-1", ("unix-s",), "1969-12-31"),
        ("0", ("unix-s",), "1970-01-01"),
        ("1.7040672e12", ("unix-ms",), "2024-01-01"),
        # "closes" after the last year of the calendar
        ("253402300799999", ("unix-ms",), "9999-12-31"),
        ("32503680000000000", ("unix-ms",), "9999-12-31"),
        # patterns, in the order of the mapping
        ("03/04/2024", ("%d/%m/%Y",), "2024-04-03"),
        ("03/04/2024", ("%m/%d/%Y", "%d/%m/%Y"), "2024-03-04"),
        ("23/04/2024", ("%m/%d/%Y", "%d/%m/%Y"), "2024-04-23"),
        ("2024-08-21 10:00:7", ("%Y-%m-%d %H:%M:%S",), "2024-08-21"),
        (" 2024-03-05 ", ("iso",), "2024-03-05"),
    ],
)
def test_a_date(text: str, formats: tuple[str, ...], expected: str) -> None:
    assert to_day(text, formats) == expected


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2024-02-30", "iso"),
        ("2024-13", "iso"),
        ("tomorrow", "iso"),
        ("03/04/2024", "iso"),
        ("NaN", "unix-ms"),
        ("1e400", "unix-ms"),
        ("Infinity", "unix-s"),
        ("99999999999999999", "unix-s"),
        ("9" * 500, "unix-ms"),
        ("2024-03-05/", "iso"),
        ("next month", "words"),
        ("03/04/2024", "words"),
        ("never", "words"),
        ("not before 2027", "words"),
        # the words around a date change its meaning
        ("before 2024", "words"),
        ("by 2024", "words"),
        ("in 2026", "words"),
        ("end of 2026", "words"),
        ("2026年底", "words"),
        ("maybe 2026", "words"),
        ("2030-01-01 (maybe)", "words"),
        ("2025-2026", "words"),
        ("2026 or 2027", "words"),
        ("31/02/2024", "%d/%m/%Y"),
    ],
)
def test_what_is_no_date_is_said(text: str, form: str) -> None:
    with pytest.raises(Unfit, match=f"is not a date in the format {form}"):
        to_day(text, (form,))


@pytest.mark.parametrize(
    ("text", "scale", "expected"),
    [
        ("0", "1", "0"),
        ("0.0", "1", "0"),
        ("1", "1", "1"),
        ("1.000", "1", "1"),
        ("0.70", "1", "0.7"),
        ("1e-2", "1", "0.01"),
        ("0.8958175225896258", "1", "0.8958175225896258"),
        ("70", "100", "0.7"),
        ("100", "100", "1"),
        ("0.5", "100", "0.005"),
        ("70%", "1", "0.7"),
        (" 70 % ", "100", "0.7"),
    ],
)
def test_a_probability(text: str, scale: str, expected: str) -> None:
    assert probability(text, scale) == expected


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("NaN", "1"), ("sNaN", "1"), ("-Infinity", "1"), ("1.01", "1"), ("-0.1", "1"), ("101", "100"),
        ("170%", "1"), ("%", "1"), ("7%0", "100"), ("", "1"), ("1e-99999", "1"), ("1e999999999999", "1"), ("0." + "1" * 500, "1"),
    ],
)  # fmt: skip
def test_what_is_no_probability_is_said(text: str, scale: str) -> None:
    scale_of = "100" if text.endswith("%") else scale
    with pytest.raises(Unfit, match=f"is not a probability from 0 to {scale_of}"):
        probability(text, scale)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["EvIhzcJXwhL0HavaszD7"], "x-evihzcjxwhl0havaszd7"),
        (["2024", "Film & more!"], "x-2024-film-more"),
        (["../../etc/passwd"], "x-etc-passwd"),
        (["_a_"], "x-a"),
        (["a\x00b\n"], "x-a-b"),
    ],
)
def test_an_id_of_words(parts: list[str], expected: str) -> None:
    assert make_id("x", parts, is_hash=False) == expected


def test_an_id_of_a_hash_tells_parts_apart() -> None:
    assert make_id("x", ["a", "b"], is_hash=True) == "x-59b271ae1bbc"
    assert make_id("x", ["ab", ""], is_hash=True) != make_id("x", ["a", "b"], is_hash=True)


@pytest.mark.parametrize("is_hash", [False, True])
def test_ids_that_differ_only_in_form_are_one(is_hash: bool) -> None:
    composed, decomposed = "Caf\u00e9 au lait", "Cafe\u0301 au lait"
    assert make_id("x", [composed], is_hash=is_hash) == make_id("x", [decomposed], is_hash=is_hash)


def test_an_id_needs_no_prefix() -> None:
    assert make_id("", ["GPT-5 ships"], is_hash=False) == "gpt-5-ships"


def test_a_long_id_is_cut_and_stays_its_own() -> None:
    one, two = (make_id("x", ["word " * 60 + end], is_hash=False) for end in "ab")

    assert len(one) == len(two) == 100
    assert one != two
    assert one.startswith("x-word-word-")


def test_letters_of_another_script_alone_make_no_id() -> None:
    with pytest.raises(Unfit, match=r"no letters a-z or digits in '汪揚'; use `made_of: hash`"):
        make_id("x", ["汪揚"], is_hash=False)


def test_half_a_surrogate_pair_makes_an_id() -> None:
    assert make_id("x", ["\ud800"], is_hash=True).startswith("x-")
