from __future__ import annotations

import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TypedDict

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker.phrases.horizon import Horizon, Mention, find, read
from tracker.records.dates import PartialDate

TABLE = Path(__file__).with_name("public.yaml")


class Phrase(TypedDict):
    phrase: str
    lang: str
    made_on: str
    kind: str
    earliest: str
    latest: str
    cite: str


class Table(TypedDict):
    sources: dict[str, str]
    read: list[Phrase]
    declined: list[Phrase]


def _table() -> Table:
    table: Table = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return table


PUBLIC = _table()


def window(phrase: str, made_on: str = "2026-02-12") -> str | None:
    """`kind earliest..latest`, the shape that the tables of this file are written in."""
    horizon = read(phrase, PartialDate.parse(made_on))
    if horizon is None:
        return None
    return f"{horizon.kind} {horizon.earliest or ''}..{horizon.latest or ''}"


def expected(row: Phrase) -> str:
    ends = ["" if end == "null" else end for end in (row["earliest"], row["latest"])]
    return f"{row['kind']} {ends[0]}..{ends[1]}"


# --- what people said in public ---------------------------------------------------------------


@pytest.mark.parametrize("row", PUBLIC["read"], ids=lambda row: row["phrase"])
def test_a_public_phrase_is_read_as_the_policy_says(row: Phrase) -> None:
    assert window(row["phrase"], row["made_on"]) == expected(row)


@pytest.mark.parametrize("row", PUBLIC["declined"], ids=lambda row: row["phrase"])
def test_a_public_phrase_that_needs_a_decision_is_declined(row: Phrase) -> None:
    assert window(row["phrase"], row["made_on"]) is None


def test_figures_of_the_reader_over_the_public_phrases() -> None:
    verdicts: Counter[str] = Counter()
    for row in PUBLIC["read"]:
        got = window(row["phrase"], row["made_on"])
        verdicts["declined" if got is None else "read" if got == expected(row) else "wrong"] += 1
    for row in PUBLIC["declined"]:
        got = window(row["phrase"], row["made_on"])
        verdicts["declined" if got is None else "wrong"] += 1

    assert verdicts == {"read": 236, "declined": 44}  # and none wrong
    rows = [*PUBLIC["read"], *PUBLIC["declined"]]
    assert Counter(row["lang"] for row in rows) == {"en": 159, "zh": 121}


def test_every_public_phrase_names_a_source_that_the_table_lists() -> None:
    cited = {row["cite"] for row in [*PUBLIC["read"], *PUBLIC["declined"]]}

    assert cited - PUBLIC["sources"].keys() == set()
    assert PUBLIC["sources"].keys() - cited == set()


# --- the policy, line by line -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        # a calendar word runs to the end of its period
        ("by 2027", "by ..2027-12-31"),
        ("by Q1 2027", "by ..2027-03-31"),
        ("2027-Q1", "between 2027-01-01..2027-03-31"),
        ("Q4'26", "between 2026-10-01..2026-12-31"),
        ("H1 2027", "between 2027-01-01..2027-06-30"),
        ("by 2027-03", "by ..2027-03-31"),
        ("March 2027", "between 2027-03-01..2027-03-31"),
        ("2027年3月", "between 2027-03-01..2027-03-31"),
        ("in 2026", "between 2026-02-12..2026-12-31"),
        ("during 2027", "between 2027-01-01..2027-12-31"),
        ("this year", "between 2026-02-12..2026-12-31"),
        ("今年", "between 2026-02-12..2026-12-31"),
        ("明年", "between 2027-01-01..2027-12-31"),
        ("后年", "between 2028-01-01..2028-12-31"),
        ("this decade", "between 2026-02-12..2029-12-31"),
        ("the 2030s", "between 2030-01-01..2039-12-31"),
        ("by the end of the century", "by ..2100-12-31"),
        ("本世纪末", "by ..2100-12-31"),
        ("next week", "between 2026-02-16..2026-02-22"),
        ("下个月", "between 2026-03-01..2026-03-31"),
        # before, and the thirds
        ("before 2027", "by ..2026-12-31"),
        ("2027年前", "by ..2026-12-31"),
        ("before the end of 2026", "by ..2026-12-31"),
        ("3月底前", "by ..2026-03-31"),
        ("by early 2027", "by ..2027-04-30"),
        ("by mid-2026", "by ..2026-08-31"),
        ("mid 2026", "between 2026-05-01..2026-08-31"),
        ("late 2026", "between 2026-09-01..2026-12-31"),
        ("end of 2026", "by ..2026-12-31"),
        ("年底前", "by ..2026-12-31"),
        ("年内", "by ..2026-12-31"),
        # amounts: by the anniversary
        ("within two years", "by ..2028-02-12"),
        ("两年内", "by ..2028-02-12"),
        ("從現在起兩年內", "by ..2028-02-12"),
        ("未来五年", "by ..2031-02-12"),
        ("over the next five years", "by ..2031-02-12"),
        ("in half a year", "by ..2026-08-12"),
        ("一年半之后", "by ..2027-08-12"),
        ("in a year and a half", "by ..2027-08-12"),
        ("within two and a half years", "by ..2028-08-12"),
        ("within six weeks", "by ..2026-03-26"),
        ("in ninety days", "by ..2026-05-13"),
        ("in 2.5 years", "by ..2028-08-12"),
        ("in a dozen years", "by ..2038-02-12"),
        ("a couple of years", "by ..2028-02-12"),
        ("十年之后", "by ..2036-02-12"),
        ("in the next year", "by ..2027-02-12"),
        # a range keeps both ends
        ("within 12 to 18 months", "between 2027-02-12..2027-08-12"),
        ("in 3 to 5 years", "between 2029-02-12..2031-02-12"),
        ("3~5年", "between 2029-02-12..2031-02-12"),
        ("三到五年", "between 2029-02-12..2031-02-12"),
        ("两三年内", "between 2028-02-12..2029-02-12"),
        ("三五年", "between 2029-02-12..2031-02-12"),
        ("six months to a year", "between 2026-08-12..2027-02-12"),
        ("in a year or two", "between 2027-02-12..2028-02-12"),
        ("between March and May 2027", "between 2027-03-01..2027-05-31"),
        ("late 2026 or early 2027", "between 2026-09-01..2027-04-30"),
        ("2026-27", "between 2026-02-12..2027-12-31"),
        ("by 2026 or 2027", "by ..2027-12-31"),
        ("early March", "between 2026-03-01..2026-03-10"),
        ("late March", "between 2026-03-21..2026-03-31"),
        ("2027年6-9月", "between 2027-06-01..2027-09-30"),
        # lower bounds
        ("in ten years or more", "not_before 2036-02-12.."),
        ("2030 or later", "not_before 2030-01-01.."),
        ("最早也要到2027年", "not_before 2027-01-01.."),
        ("从2027年起", "not_before 2027-01-01.."),
        ("as early as 2027", "not_before 2027-01-01.."),
        ("2027 at the earliest", "not_before 2027-01-01.."),
        ("no earlier than March 4, 2027", "not_before 2027-03-04.."),
        ("最快明年", "not_before 2027-01-01.."),
        ("at least two more years", "not_before 2028-02-12.."),
        ("not for at least another decade", "not_before 2036-02-12.."),
        ("more than a decade away", "not_before 2036-02-12.."),
        ("至少几个月", "not_before 2026-04-12.."),
        ("十年以上", "not_before 2036-02-12.."),
        ("not before 2028", "not_before 2028-01-01.."),
        ("won't be ready before 2028", "not_before 2028-01-01.."),
        ("not until 2030", "not_before 2030-01-01.."),
        ("until 2030", "not_before 2030-01-01.."),
        ("after 2030", "not_before 2031-01-01.."),
        ("from 2027 on", "not_before 2027-01-01.."),
        ("in ten years it still won't", "not_before 2036-02-12.."),
        ("10年可能都做不到", "not_before 2036-02-12.."),
        ("十年内不会", "not_before 2036-02-12.."),
        ("won't happen within ten years", "not_before 2036-02-12.."),
        ("not in the next five years", "not_before 2031-02-12.."),
        ("It won't happen by 2030", "not_before 2031-01-01.."),
        ("2030年前不会实现", "not_before 2030-01-01.."),
        ("不出三年", "by ..2029-02-12"),
        ("不晚于2027年", "by ..2027-12-31"),
        # never
        ("it will never happen", "never .."),
        ("永远不会", "never .."),
        ("you will always need people", "never .."),
        ("they’ll almost certainly never have feelings", "never .."),
        ("it's never going to work", "never .."),
        ("Never.", "never .."),
        # days, where their order is beyond doubt
        ("by 25/12/2027", "by ..2027-12-25"),
        ("on 4 March 2027", "by ..2027-03-04"),
        ("2027年3月7号前", "by ..2027-03-07"),
        ("before 4 March 2027", "by ..2027-03-03"),
        # a few words around it, and numbers that are none of its business
        ("90% of an A100 within two years", "by ..2028-02-12"),
        ("at least 50% of code by 2027", "by ..2027-12-31"),
        ("GPT-5 by 2027", "by ..2027-12-31"),
        ("2,000 cars by 2027", "by ..2027-12-31"),
        ("AI将在2030年前超过人类", "by ..2029-12-31"),
        ("2026年中国将实现", "between 2026-02-12..2026-12-31"),
        ("2027年初步建成", "between 2027-01-01..2027-12-31"),
    ],
)
def test_the_policy(phrase: str, expected: str) -> None:
    assert window(phrase) == expected


@pytest.mark.parametrize(
    "phrase",
    [
        # no time at all, and no number to it
        "",
        "   ",
        "AGI",
        "soon",
        "in a few years",
        "未来几年",
        "几个月",
        "十几年后",
        "short term",
        "短期内",
        "decades away",
        "within our lifetime",
        "有生之年",
        # the past
        "two years ago",
        "三年前",
        "over the past two years",
        "since 2024",
        "by 2020",
        "before 2026",
        "as early as this year",
        # two deadlines
        "by 2027, or at the latest 2028",
        "50% by 2030 and 90% by 2050",
        "two years, not five",
        "next year or two",
        "明年，也就是两年内",
        "in 5 years it works, in 10 it is everywhere",
        # a time that differs between readers
        "03/04/2027",
        "winter 2027",
        "2027年冬季",
        "next summer",
        "fiscal year 2027",
        "2027财年",
        "春节前",
        "25年底",
        "30年内",
        "2028年后",
        "the early 2030s",
        "late this decade",
        "until the end of 2030",
        "2026/27",
        # how long, how often, from when
        "for the next five years",
        "through 2027",
        "for the rest of this decade",
        "every two years",
        "第三年",
        "五年规划",
        "two years after launch",
        "three years from 2024",
        "from 2027",
        "it will be 2030 before we see it",
        "within five years of launch",
        "in the two years following launch",
        "in two years from launch",
        "before the 2028 election",
        "2028年奥运会前",
        "by the end of the next decade",
        "二五年内",
        *("一万年内", "一千年内", "两千万年内", "億年內", "〇年内", "廿年内", "1万年内"),
        # a "not" that may mean either
        "you won't need it within ten years",
        "within ten years it won't be there",
        "not just this year",
        "I'd be surprised if we don't have it by 2030",
        "if it does not happen by 2030",
        "you won't need to code in five years",
        "There will be no programmers in five years",
        "五年后不会有程序员",
        "AGI is not ten years away",
        "not in 2030",
        "impossible within ten years",
        "五年内没有程序员",
        "never before 2030",
        # "always" and "never" of the past
        "it will be removed in a later release. It has always been ignored",
        "they were never any good and will go",
        "it's never been done",
        "they’ve always been ignored",
        "it never worked",
        "Never worked",
        "has, of course, never been tried",
        # not always, hardly ever
        "it won't always be so",
        "it will almost never happen",
        "不會永遠",
        "几乎永远不会",
        # no such day, no such period
        "31 February 2027",
        "2027-13-45",
        "Feb 29, 2027",
        "Q5 2027",
        "in 0 years",
        "5 years 2030",
        "13月底前",
        "十三月底",
        # no whole days; how much more; an end that is a beginning
        "one and a half months",
        "in over three years",
        "not as early as 2027",
        "by 2027 at the earliest",
    ],
)
def test_what_needs_a_decision_is_declined(phrase: str) -> None:
    assert window(phrase) is None


@pytest.mark.parametrize("phrase", ["next decade", "next century", "this year", "next year"])
def test_what_lies_beyond_the_last_year_is_declined(phrase: str) -> None:
    assert window(phrase, "9999-01-01") is None


# --- made_on ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "made_on", "expected"),
    [
        # deadlines count from the last day, beginnings from the first, lower bounds from the last
        ("两年内", "2024-02-16/2024-05-13", "by ..2026-05-13"),
        ("in 3 to 5 years", "2024-02-16/2024-05-13", "between 2027-02-16..2029-05-13"),
        ("at least ten years", "2024-02-16/2024-05-13", "not_before 2034-05-13.."),
        ("in 2024", "2024-02-16/2024-05-13", "between 2024-02-16..2024-12-31"),
        ("within two years", "2024", "by ..2026-12-31"),
        ("within two months", "2024-01", "by ..2024-03-31"),
        # relative words where the bounds lie in two years
        ("next year", "2023-12-01/2024-01-31", "between 2024-01-01..2025-12-31"),
        ("by the end of next year", "2023-12-01/2024-01-31", "by ..2025-12-31"),
        ("as early as next year", "2023-12-01/2024-01-31", "not_before 2025-01-01.."),
        ("before next year", "2023-12-01/2024-01-31", "by ..2024-12-31"),
        # leap days and month ends
        ("in a year", "2024-02-29", "by ..2025-02-28"),
        ("in four years", "2024-02-29", "by ..2028-02-29"),
        ("within a month", "2024-01-31", "by ..2024-02-29"),
        ("at least a year", "2024-02-29", "not_before 2025-02-28.."),
        # a month without a year is the next one, this one included
        ("by March", "2026-03-31", "by ..2026-03-31"),
        ("by March", "2026-04-01", "by ..2027-03-31"),
        ("on August 8th", "2024-04-05", "by ..2024-08-08"),
        # the last day of a decade, of a century, of the calendar
        ("this decade", "2029-12-31", "between 2029-12-31..2029-12-31"),
        ("this century", "2000-12-31", "between 2000-12-31..2000-12-31"),
        ("within ten years", "9999-12-31", "by ..9999-12-31"),
        ("in 999 years", "0001-01-01", "by ..1000-01-01"),
        # two digits that could be a year
        ("30年内", "2024-05-01", None),
        ("30年内", "1995-05-01", "by ..2025-05-01"),
        ("未来30年", "2024-05-01", "by ..2054-05-01"),
    ],
)
def test_a_window_counts_from_made_on(phrase: str, made_on: str, expected: str | None) -> None:
    assert window(phrase, made_on) == expected


# --- what was assumed -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "assumed"),
    [
        ("within two years", None),
        ("by 2027", "The deadline is the last day of the period."),
        ("到2027年", "The deadline is the last day of the period."),
        ("by the end of 2027", None),
        ("by 4 March 2027", None),
        ("in 3 to 5 years", None),
        ("年底前", None),
        ("in two years", "An earlier event counts, too."),
        (
            "a couple of years",
            "A couple means two; an amount of time without a preposition is read as 'in' that time; "
            "an earlier event counts, too.",
        ),
        ("within about two years", "'about' doesn't change the date."),
        ("~2030", "'about' doesn't change the date."),
        ("c. 2030", "'about' doesn't change the date."),
        ("2030年初之前", None),
        ("至少几个月", "'at least a few' means at least two."),
        ("in March", "No year was given, so the first such date after the statement is meant."),
        (
            "early 2027",
            "In a year, 'early', 'mid' and 'late' mean January to April, May to August and September to December.",
        ),
        ("this century", "A century ends with its hundredth year."),
        ("by 2026 or 2027", "The later of the two dates is the deadline."),
        ("最快明年年底", "The end of a year means December."),
    ],
)
def test_a_decision_that_the_speaker_did_not_take_is_said(phrase: str, assumed: str | None) -> None:
    horizon = read(phrase, PartialDate.parse("2026-02-12"))

    assert horizon is not None
    assert horizon.assumed == assumed


# --- writing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "phrase",
    [
        "in 3 to 5 years",
        "  In  3–5\tYEARS ",
        "in three to five years",
        "in 3\u20115 years",
        "in\u200b 3 ~ 5 years",
        "三到五年內",
        "3 至 5 年 内",
        "３－５年内",
        "三至五年之内",
        "在未来的三到五年时间里",
    ],
)
def test_writing_makes_no_difference(phrase: str) -> None:
    assert window(phrase) == "between 2029-02-12..2031-02-12"


def test_two_deadlines_that_agree_are_one() -> None:
    assert window("next year, in 2027") == "between 2027-01-01..2027-12-31"
    assert window("by 2027 " * 8) == "by ..2027-12-31"
    assert window("by 2027 " * 9) is None


# --- find -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("", []),
        ("The chips reach 90% of an A100.", []),
        ("我認為在兩年內，中國自產芯片的整體性能能夠達到A100的90%以上", ["兩年內"]),
        (
            "A model writes films in 3 to 5 years. It will be sold by 2035.",
            ["in 3 to 5 years", "by 2035"],
        ),
        ("He says he won't. In two years it ends.", ["In two years"]),
        ("He won't, in two years, say more.", []),
        ("Sold from 2027 on; by 2029, it ends.", ["from 2027 on", "by 2029"]),
        ("Built in 2026 and 2027 in Texas.", []),
        ("Two years of training, then a launch by March 2027.", ["by March 2027"]),
        ("It was founded in 2015 and grew for ten years.", []),
        ("It won't happen within ten years.", ["within ten years"]),
        ("Early users liked GPT-4 may be slow.", []),
        ("AI will do in two years what took a century.", []),
    ],
)
def test_deadlines_are_found_in_a_text(text: str, phrases: list[str]) -> None:
    mentions = find(text, PartialDate.parse("2026-02-12"))

    assert [each.phrase for each in mentions] == phrases
    assert all(text[each.start : each.end] == each.phrase for each in mentions)


def test_places_count_in_the_text_as_given() -> None:
    text = "ＡＩ \u200b在 兩 年 內"

    assert find(text, PartialDate.parse("2026-02-12")) == [Mention(6, len(text), "兩 年 內")]


# --- hostile input ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "piece",
    ["9", "年", "十", "in ", "the next ", "in 3 to 5 years ", "兩年內", "第1", "2027 or ", "half a ",
     "not ", "-", "(", "\n", "by the end of ", "1/", "may ", "\u202e"],
)  # fmt: skip
def test_ten_thousand_characters_are_read_in_a_moment(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    made_on = PartialDate.parse("2026-02-12")

    began = time.process_time()
    read(text, made_on)
    find(text, made_on)

    assert time.process_time() - began < 3  # a tenth of it here; the limit is for a loaded machine


PIECES = st.sampled_from(
    "in within by before after until not won't never at least as early as more than the next this "
    "first second half quarter q3 h1 of end early mid late or to - ~ , . 0 1 2 30 2026 2027 2099 99 "
    "one twenty dozen couple few half a an year years month months decade century week day march may "
    "june 31 29 feb 2027-02-30 31/12/9999 9999 的 在 两 几 十 半 年 个月 月 日 世纪 内 后 前 底 初 中 末 "
    "起 才 都 不会 没有 至少 最早 最迟 今年 明年 上半年 季度 第 一 百 到 或 左右 2027年 3月 未来".split()
)
DATES = st.sampled_from(
    [
        "2026-02-12",
        "2026-02",
        "2026",
        "2024-02-16/2024-05-13",
        "2024-02-29",
        "0001-01-01",
        "9999-12-31",
        "0001/9999",
        "2023-12-01/2024-01-31",
    ]
)


def assert_sound(text: str, made_on: PartialDate) -> None:
    horizon = read(text, made_on)
    if horizon is not None:
        assert (horizon.earliest is not None) == (horizon.kind in ("between", "not_before"))
        assert (horizon.latest is not None) == (horizon.kind in ("between", "by"))
        assert (horizon.earliest or date.min) <= (horizon.latest or date.max)
        assert (horizon.latest or date.max) >= made_on.first
        assert horizon.assumed is None or horizon.assumed.endswith(".")
    for each in find(text, made_on):
        assert text[each.start : each.end] == each.phrase != ""


@given(st.text(max_size=60), DATES)
@settings(deadline=None, max_examples=300)
@example("第十十年", "2026")
def test_no_text_makes_it_raise(text: str, made_on: str) -> None:
    assert_sound(text, PartialDate.parse(made_on))


@given(st.lists(PIECES, max_size=9), st.sampled_from(["", " "]), DATES)
@settings(deadline=None, max_examples=1000)
def test_no_phrase_put_together_at_random_makes_it_raise(
    pieces: list[str], glue: str, made_on: str
) -> None:
    assert_sound(glue.join(pieces), PartialDate.parse(made_on))


@settings(deadline=None)
@given(st.integers(1, 99), st.integers(1, 40), st.sampled_from(["year", "month"]))
def test_a_range_is_read_the_same_in_both_languages(low: int, more: int, unit: str) -> None:
    chinese = {"year": "年", "month": "个月"}[unit]
    english = window(f"in {low} to {low + more} {unit}s")

    assert english is not None
    assert window(f"未来{low}到{low + more}{chinese}") == english


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("neither by 2027 nor by 2028", None),
        ("by next year-end", "by ..2027-12-31"),
        ("by the end of the day", None),
        ("no earlier than 2030 and no later than 2027", None),
        ("NET 2027 BY 2030 if all goes well", None),
        ("over ten years away", "not_before 2036-02-12.."),
        ("一百年内", "by ..2126-02-12"),
        ("3 to March 12", None),
        ("early or mid 2027", "between 2027-01-01..2027-08-31"),
        ("March or April, 2027", "between 2027-03-01..2027-04-30"),
        ("July 13 to 15, 2027", "between 2027-07-13..2027-07-15"),
        ("March to 2027", None),
        ("it will be 2030 before it works", None),
        ("will last until 2030", None),
        ("could last two years", None),
        ("early this week", None),
        ("end of this week", "by ..2026-02-15"),
        ("by 30 February 2027", None),
        ("from 2030 to 2027", None),
        ("next June", None),
        ("NET 2020 BY 2027", None),
        ("not ten years away", None),
        ("July 13 to 45", None),
        ("mid-century or 2060", None),
        ("this decade or next decade", "between 2026-02-12..2039-12-31"),
        ("还要三年才能", None),
    ],
)
def test_phrases_that_are_seldom_said(phrase: str, expected: str | None) -> None:
    assert window(phrase) == expected


def test_a_horizon_is_a_value() -> None:
    expected = Horizon("by", None, date(2027, 12, 31))

    assert read("by the end of 2027", PartialDate.parse("2026")) == expected
