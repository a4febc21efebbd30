"""The shapes of sentences that are read, and those that hold a doubt. The sentences are made up."""

from __future__ import annotations

import pytest

from tracker.phrases.horizon import read
from tracker.records.dates import PartialDate

MADE_ON = PartialDate.parse("2026-02-12")


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("The bridge will reopen to traffic in spring 2027.", "in spring 2027"),
        ("Deliveries from the plant in Mobile, Alabama, will start, in 2027.", "in 2027"),
        ("By 2030, when the plant is finished, it will employ 500.", "by 2030"),
        ("By mid-century, sea levels could rise by a foot.", "by mid-century"),
        ("Apple's folding phone is set for 2027.", "in 2027"),
        ("The city's new line is on track for March 2027.", "in March 2027"),
        ("Robots in a factory like ours are ten years away.", "ten years away"),
        ("The deadline for all applications is 31 March 2027.", "on 31 March 2027"),
        ("The company will not be profitable in Europe until 2028.", "not until 2028"),
        ("The firm's new plant in Texas will open in ten years.", "in ten years"),
        ("全线预计于明年年底实现通车", "明年年底"),
        ("到2030年，中国将在太空建成这样一座大型电站", "到2030年"),
        ("公司计划投资一百亿元在2030年前建成这样一座电站", "2030年前"),
        ("未来十年，人工智能将取代人类一半以上的工作岗位", "未来十年"),
    ],
)
def test_a_time_that_belongs_to_a_predicate_of_the_future_is_read(
    sentence: str, phrase: str
) -> None:
    horizon, expected = read(sentence, MADE_ON), read(phrase, MADE_ON)

    assert expected is not None
    assert horizon is not None
    assert (horizon.earliest, horizon.latest) == (expected.earliest, expected.latest)


@pytest.mark.parametrize(
    "sentence",
    [
        # no predicate of the future, or not that of the time
        "The election in 2028 will decide who leads the country.",
        "Next year's budget will be cut by a third or more.",
        "Next year will be hard for the whole industry and its suppliers.",
        "The company's plan for 2027 will be presented to the board.",
        "The goal of net zero by 2050 is out of reach for most.",
        "The ban will apply to all cars sold by 2035.",
        "The deal will help the company meet demand expected in 2027.",
        "The company has yet to say what it will do by 2030.",
        "In March, the company said it would launch the car.",
        "2027年世界杯将在这座城市新建的体育场举行",
        "公司将2027年产能目标上调至一百万辆",
        "2030年前成立的公司将受影响",
        "2027年将是关键的一年",
        "这家公司的2027年将充满挑战",
        # the past
        "The launch of the car was scheduled for 2027.",
        "The company once planned to launch the car in 2027.",
        "They would have finished the bridge by 2027.",
        "The company will repay the debt it took on in March.",
        "项目原定于2027年完工",
        # how long, or until when
        "The museum will remain closed for visitors in 2027.",
        "The plant will be built in the desert in three years.",
        "Our customers will get the money back within 30 days.",
        "It will take the company five years to break even.",
        "预计满载到2027年。",
        "预期明年供应持续紧张",
        "客户将在30天内收到公司的全部退款",
        # denied
        "Volvo has abandoned plans to go all electric by 2030.",
        "Few of them expect the war to end this year.",
        "公司取消了2027年上市的计划",
    ],
)
def test_a_sentence_with_a_doubt_is_declined(sentence: str) -> None:
    assert read(sentence, MADE_ON) is None
