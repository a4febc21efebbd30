from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.importer.convert import Skipped

if TYPE_CHECKING:
    from tests.importer.conftest import ConvertWith

FORECASTS = [
    {"each": "guesses", "by": "{each.who} (X)", "made_on": "{each.on}", "probability": "{each.p}"}
]


def test_a_record_holds_only_what_is_there(convert_with: ConvertWith) -> None:
    converted = convert_with({})

    assert (converted.id, converted.problems, converted.lost) == ("x-1", (), ())
    assert converted.value == {
        "claim": "It rains.",
        "quote": "It rains.",
        "speaker": "Ada (X)",
        "source": "https://example.org/1",
        "made_on": "2024-03-05",
        "deadline": "2026-03-05",
        "criteria": {"correct": "It happens.", "incorrect": "It does not."},
        "status": "open",
    }


def test_a_verdict_brings_its_reasons(convert_with: ConvertWith) -> None:
    converted = convert_with({"end": "yes", "ended": "2026-03-06T01:00:00Z"})

    assert converted.problems == ()
    assert converted.value["status"] == "correct"
    assert converted.value["resolution"] == {
        "resolved_on": "2026-03-06",
        "note": "It was yes.",
        "evidence": [{"url": "https://example.org/1"}],
    }


@pytest.mark.parametrize(
    ("word", "status"),
    [("YES", "correct"), (True, "correct"), (" no ", "incorrect"), (None, "open"), ("", "open")],
)
def test_their_word_is_our_status(convert_with: ConvertWith, word: object, status: str) -> None:
    converted = convert_with({"end": word, "ended": "2026-03-06"})

    assert (converted.value["status"], converted.problems) == (status, ())


def test_without_a_rule_for_the_status_a_record_is_open(convert_with: ConvertWith) -> None:
    converted = convert_with({"end": "YES"}, {"status": None, "resolution": None})

    assert (converted.value["status"], converted.problems) == ("open", ())


def test_a_word_that_nobody_told_is_refused_with_the_known_ones(convert_with: ConvertWith) -> None:
    assert convert_with({"end": "77289125.9"}).problems == (
        "`status`: unknown value '77289125.9' (known: YES, true, NO)",
    )


def test_every_problem_of_an_item_is_told(convert_with: ConvertWith) -> None:
    converted = convert_with(
        {"title": None, "said": "soon", "due": "", "id": {"a": "b"}, "who": ["Ada"], "end": "YES"},
        needs=["url"],
    )

    assert converted.problems == (
        "missing `url`",
        "`id`: `id` is a mapping, not text",
        "`claim`: missing `title`",
        "`speaker`: `who` is a list, not text",
        "`source`: `id` is a mapping, not text",
        "`made_on`: 'soon' is not a date in the format iso",
        "`deadline`: missing `due`",
        "`resolution.resolved_on`: missing `ended`",
        "`resolution.evidence.url`: `id` is a mapping, not text",
    )


def test_the_first_way_to_read_a_deadline_whose_fields_are_there(convert_with: ConvertWith) -> None:
    ways = [
        {"kind": "between", "as_said": "{title}", "earliest": "{from}", "latest": "{due}"},
        {"kind": "by", "as_said": "{title}", "latest": "{due}", "assumed": "It closes then."},
        {"kind": "undated"},
    ]

    def deadline(item: dict[str, object]) -> object:
        return convert_with(item, {"deadline": ways}).value["deadline"]

    between = {
        "as_said": "It rains.",
        "kind": "between",
        "earliest": "2025-01-01",
        "latest": "2026-03-05",
    }
    assert deadline({"from": "2025-01-01"}) == between
    assert deadline({}) == {
        "as_said": "It rains.",
        "kind": "by",
        "latest": "2026-03-05",
        "assumed": "It closes then.",
    }
    assert deadline({"due": None}) == {"kind": "undated"}


def test_a_deadline_that_is_no_date_does_not_become_undated(convert_with: ConvertWith) -> None:
    ways = [{"kind": "by", "latest": "{due}"}, {"kind": "undated"}]

    converted = convert_with({"due": "32.13.2024"}, {"deadline": ways})

    assert converted.problems == ("`deadline`: '32.13.2024' is not a date in the format iso",)


def test_forecasts_are_in_the_order_of_their_dates_and_once(convert_with: ConvertWith) -> None:
    guesses = [
        {"who": "bob", "on": "2024-05-01", "p": "0.8"},
        {"who": "Ada", "on": "2024-03-05", "p": "0.70"},
        {"who": "bob", "on": "2024-05-01", "p": "0.80"},
        {"who": "eve", "on": "2024-05-01", "p": None},
    ]

    converted = convert_with({"guesses": guesses}, {"forecasts": FORECASTS})

    assert converted.value["forecasts"] == [
        {"by": "Ada (X)", "made_on": "2024-03-05", "probability": "0.7"},
        {"by": "bob (X)", "made_on": "2024-05-01", "probability": "0.8"},
    ]
    assert converted.lost == ()


def test_a_forecast_that_can_not_be_read_is_lost_and_told(convert_with: ConvertWith) -> None:
    guesses = [
        {"who": "bob", "on": "2024-05-01", "p": "NaN"},
        {"who": "bob", "on": "later", "p": "0.5"},
        {"who": "bob", "p": "0.5"},
        {"who": "bob", "on": "2024-05-01", "p": {"yes": 1}},
    ]

    converted = convert_with({"guesses": guesses}, {"forecasts": FORECASTS})

    assert "forecasts" not in converted.value
    assert converted.problems == ()
    assert converted.lost == (
        "a forecast: 'NaN' is not a probability from 0 to 1",
        "a forecast: 'later' is not a date in the format iso",
        "a forecast: missing `each.on`",
        "a forecast: `each.p` is a mapping, not text",
    )


def test_a_price_is_taken_only_while_it_is_open(convert_with: ConvertWith) -> None:
    price = [
        {"only_while": "open", "by": "Traders on X", "made_on": "{said}", "probability": "{p}"}
    ]

    still_open = convert_with({"p": "0.5"}, {"forecasts": price})
    ended = convert_with({"p": "0.99", "end": "YES", "ended": "2026-03-06"}, {"forecasts": price})

    assert still_open.value["forecasts"] == [
        {"by": "Traders on X", "made_on": "2024-03-05", "probability": "0.5"}
    ]
    assert "forecasts" not in ended.value
    assert ended.lost == ("a forecast made after the outcome was known",)


def test_what_has_no_place_is_counted(convert_with: ConvertWith) -> None:
    item = {
        "comments": [{"text": "a"}, {"text": ""}, {"text": "b"}],
        "range": {"min": 1},
        "options": ["a", "b", "c"],
        "none": [],
    }
    lost = [
        {"field": "comments.*.text", "what": "comments"},
        {"field": "range", "what": "the range"},
        {"field": "options", "what": "options"},
        {"field": "none", "what": "nothing"},
    ]

    assert convert_with(item, lost=lost).lost == ("comments (2)", "the range", "options (3)")


@pytest.mark.parametrize(
    ("item", "only", "reason"),
    [
        ({"type": "numeric"}, {"words": ["binary"]}, "`type` is numeric: no numbers"),
        ({}, {"words": ["binary"]}, "`type` is missing: no numbers"),
        # without words: whether there is a value
        ({"type": "x"}, {"if_absent": "import"}, "`type` is present: no numbers"),
        ({"type": ["x"]}, {}, None),
        ({"type": " "}, {}, "`type` is missing: no numbers"),
        ({}, {"if_absent": "import"}, None),
        ({"type": "BINARY"}, {"words": ["binary"]}, None),
        ({}, {"words": ["binary"], "if_absent": "import"}, None),
    ],
)
def test_which_items_are_taken(
    convert_with: ConvertWith, item: dict[str, str], only: dict[str, object], reason: str | None
) -> None:
    rules = [{"field": "type", "why": "no numbers", **only}]
    if reason is None:
        assert convert_with(item, only=rules).problems == ()
        return
    with pytest.raises(Skipped) as left:
        convert_with(item, only=rules)
    assert str(left.value) == reason


def test_titles_are_one_line_and_criteria_keep_theirs(convert_with: ConvertWith) -> None:
    converted = convert_with(
        {"title": " It\r\nrains\t now\u2028. ", "how": "One.\r\n\r\n  Two.\x85"}
    )

    assert converted.value["claim"] == "It rains now ."
    assert converted.value["criteria"] == {"correct": "One.\n\nTwo.", "incorrect": "It does not."}
    assert converted.lost == ()


def test_control_characters_go_and_are_told(convert_with: ConvertWith) -> None:
    converted = convert_with({"who": "A\x1b[31mda\x00\ud800\ufeff"})

    assert converted.value["speaker"] == "A[31mda (X)"
    assert converted.lost == ("control characters in `speaker` (4)",)


@pytest.mark.parametrize(
    "title",
    [
        "=cmd|'/c calc'!A0",
        "+1",
        "@SUM(A1)",
        "- [ ] x: y # z",
        "*a",
        "&b",
        "!!python/object",
        "no",
        "2024-03-05",
        "{{x}}",
    ],
)
def test_text_is_carried_as_it_is(convert_with: ConvertWith, title: str) -> None:
    assert convert_with({"title": title}).value["quote"] == title


def test_tags_of_a_list_and_constants(convert_with: ConvertWith) -> None:
    converted = convert_with(
        {"groups": ["a", "b", "a"]}, {"tags": ["{groups.*}", "imported", "{nothing}"]}
    )

    assert converted.value["tags"] == ["a", "b", "imported"]


def test_a_tag_that_is_no_text_is_left_out(convert_with: ConvertWith) -> None:
    converted = convert_with({"group": {"name": "a"}}, {"tags": ["{group} x", "imported"]})

    assert (converted.value["tags"], converted.problems) == (["imported"], ())


def test_optional_keys_appear_when_their_fields_do(convert_with: ConvertWith) -> None:
    record = {"hedge": "{sure}", "reported_by": "{via} (X)"}

    assert convert_with({}, record).value.keys().isdisjoint({"hedge", "reported_by"})
    converted = convert_with({"sure": "maybe", "via": "Bob"}, record)
    assert (converted.value["hedge"], converted.value["reported_by"]) == ("maybe", "Bob (X)")
    assert convert_with({"sure": ["a"]}, record).problems == (
        "`hedge`: `sure` is a list, not text",
    )


# --- deadlines ---

PHRASE = [{"as_said": "{when}"}]
MONTHS = {"dates": ["iso", "words"]}


@pytest.mark.parametrize(
    ("ways", "item", "expected"),
    [
        # the kind by a word of a field, the window by the policy
        (PHRASE, {"when": "NET 2036"}, {"as_said": "NET 2036", "kind": "not_before", "earliest": "2036-01-01"}),
        (PHRASE, {"when": "within two years"}, {"as_said": "within two years", "kind": "by", "latest": "2026-03-05"}),
        (PHRASE, {"when": "两年内"}, {"as_said": "两年内", "kind": "by", "latest": "2026-03-05"}),
        (PHRASE, {"when": "never"}, {"as_said": "never", "kind": "never"}),
        (
            [{"words": ["niml"], "kind": "never", "as_said": "{when}"}, *PHRASE],
            {"when": "NIML (not in my lifetime)"},
            {"as_said": "NIML (not in my lifetime)", "kind": "never"},
        ),
        (
            [{"words": ["NIML"], "kind": "never", "as_said": "{when}"}, *PHRASE],
            {"when": "in 2030"},
            {"as_said": "in 2030", "kind": "between", "earliest": "2030-01-01", "latest": "2030-12-31"},
        ),
        # a kind that the phrase does not mean
        ([{"kind": "by", "as_said": "{when}"}, {"kind": "undated"}], {"when": "NET 2036"}, "'NET 2036' means `not_before`, not `by`"),
        # an unread phrase: only with its words may it become undated
        ([*PHRASE, {"kind": "undated"}], {"when": "by KW 40"}, "can't read 'KW 40'"),
        ([*PHRASE, {"kind": "undated", "as_said": "{when}"}], {"when": "some day"}, {"as_said": "some day", "kind": "undated"}),
        # ... and only if they hold no number
        ([*PHRASE, {"kind": "undated", "as_said": "{when}"}], {"when": "by KW 40"}, "can't read 'KW 40'"),
        ([*PHRASE, {"kind": "undated", "as_said": "{when}"}], {"when": "三十二月"}, "can't read '三十'"),
        ([*PHRASE, {"kind": "undated", "as_said": "{when}"}], {"when": "two years after launch"}, "can't read 'after'"),
        # the kind in a field of its own
        ([{"of": "{type}", "words": ["Never"], "kind": "never"}, *PHRASE], {"type": "never ever"}, {"kind": "never"}),
        ([{"of": "{type}", "words": ["never"], "kind": "never"}, *PHRASE], {"type": "by", "when": "in 2030"},
         {"as_said": "in 2030", "kind": "between", "earliest": "2030-01-01", "latest": "2030-12-31"}),
        # a date, or else a phrase
        ([{"kind": "by", "latest": "{when}"}, *PHRASE], {"when": "2027-05-01"}, "2027-05-01"),
        ([{"kind": "by", "latest": "{when}"}, *PHRASE], {"when": "within two years"}, {"as_said": "within two years", "kind": "by", "latest": "2026-03-05"}),
        # as precise as it is written
        (
            [{"kind": "by", "latest": "{when}"}], {"when": "Q1 2026"},
            {"as_said": "Q1 2026", "kind": "by", "latest": "2026-03-31", "assumed": "The deadline is the last day of the period."},
        ),
        (
            [{"kind": "between", "earliest": "{from}", "latest": "{when}"}], {"from": "2026-02", "when": "May 2026"},
            {"as_said": "2026-02 to May 2026", "kind": "between", "earliest": "2026-02-01", "latest": "2026-05-31"},
        ),
        # where the form has words, the date is as it is written
        ([{"kind": "not_before", "earliest": "{when}"}], {"when": "2026-03-05"}, {"as_said": "2026-03-05", "kind": "not_before", "earliest": "2026-03-05"}),
        (
            [{"kind": "between", "earliest": "{said}", "latest": "{when}"}], {"when": "2026-03-05"},
            {"as_said": "2024-03-05 to 2026-03-05", "kind": "between", "earliest": "2024-03-05", "latest": "2026-03-05"},
        ),
        ([{"kind": "by", "as_said": "{said}", "latest": "{when}"}], {"when": "2027"}, {"as_said": "2024-03-05", "kind": "by", "latest": "2027-12-31"}),
    ],
)  # fmt: skip
def test_a_deadline(
    convert_with: ConvertWith, ways: list[object], item: dict[str, object], expected: object
) -> None:
    converted = convert_with(item, {"deadline": ways}, **MONTHS)

    if isinstance(expected, str) and not expected.startswith("20"):
        assert converted.problems == (f"`deadline`: {expected}",)
    else:
        assert (converted.value["deadline"], converted.problems) == (expected, ())


def test_the_window_counts_from_the_day_of_the_statement(convert_with: ConvertWith) -> None:
    converted = convert_with({"when": "in two years", "said": "2020"}, {"deadline": PHRASE})

    assert converted.value["deadline"] == {
        "as_said": "in two years",
        "kind": "by",
        "latest": "2022-12-31",
        "assumed": "An earlier event counts, too.",
    }


@pytest.mark.parametrize("word", ["TBD", "tba", " n/a ", True, False, ""])
def test_a_word_for_no_date_means_the_next_field_or_undated(
    convert_with: ConvertWith, word: object
) -> None:
    ways = [{"kind": "by", "latest": "{due|later}"}, {"kind": "undated"}]
    over = {"no_date": ["TBD", "TBA", "N/A", "true", "false"]}

    later = convert_with({"due": word, "later": "2027-01-01"}, {"deadline": ways}, **over)
    none = convert_with({"due": word}, {"deadline": ways}, **over)
    refused = convert_with({"due": word}, None, **over)

    assert (later.value["deadline"], later.problems) == ("2027-01-01", ())
    assert (none.value["deadline"], none.problems, none.lost) == ({"kind": "undated"}, (), ())
    missing = "missing" if word == "" else "no date in"
    assert refused.problems == (f"`deadline`: {missing} `due`",)


def test_what_is_lost_with_an_unread_deadline_is_told(convert_with: ConvertWith) -> None:
    ways = [{"as_said": "{when}"}, {"kind": "by", "latest": "{due}"}]

    converted = convert_with({"when": "by KW 40"}, {"deadline": ways})

    assert converted.value["deadline"] == "2026-03-05"
    assert converted.lost == ("a deadline: can't read 'KW 40'",)


# --- verdicts ---


@pytest.mark.parametrize(
    ("item", "resolved_on"),
    [
        ({"ended": "2026-03-05"}, "2026-03-06"),
        ({"ended": "2026-03-04"}, "2026-03-04"),
        ({"ended": "2026-03-05", "end": "VOID"}, "2026-03-05"),
        ({"ended": "2026-03-05", "when": "2026-03-05"}, "2026-03-05"),
        ({"ended": "9999-12-31", "due": "9999-12-31"}, "9999-12-31"),
    ],
)
def test_a_verdict_on_the_last_day_is_dated_the_day_after(
    convert_with: ConvertWith, item: dict[str, str], resolved_on: str
) -> None:
    record = {
        "status": {"of": "{end}", "words": {"incorrect": ["NO"], "annulled": ["VOID"]}},
        "resolution": {
            "resolved_on": "{ended}",
            "happened_on": "{when}",
            "note": "It was {end}.",
            "evidence": [{"url": "https://example.org/{id}"}],
        },
    }

    converted = convert_with({"end": "NO", **item}, record)

    resolution = converted.value["resolution"]
    assert isinstance(resolution, dict)
    assert resolution["resolved_on"] == resolved_on
    moved = "the verdict date 2026-03-05, which is the day of the deadline; dated 2026-03-06"
    assert converted.lost == ((moved,) if resolved_on == "2026-03-06" else converted.lost)


@pytest.mark.parametrize(
    ("rule", "links", "urls"),
    [
        ("{links}", "https://a.example/x,y;z", ["https://a.example/x,y;z"]),
        ("{links}", "https://a.example/1, https://b.example/2\nhttps://a.example/1", ["https://a.example/1", "https://b.example/2"]),
        ("{links}", "https://a.example/1;http://b.example/2 | http://c.example", ["https://a.example/1", "http://b.example/2", "http://c.example"]),
        ("{links}", ["https://a.example/1", "https://b.example/2"], ["https://a.example/1", "https://b.example/2"]),
        ("{links}", ["https://a.example/1"], ["https://a.example/1"]),
        ("{none|links.*.at}", [{"at": "https://a.example/1"}, {"at": "https://b.example/2"}], ["https://a.example/1", "https://b.example/2"]),
        ("https://web.example/{links}", "https://a.example/1", ["https://web.example/https://a.example/1"]),
    ],
)  # fmt: skip
def test_each_link_is_a_piece_of_evidence(
    convert_with: ConvertWith, rule: str, links: object, urls: list[str]
) -> None:
    resolution = {"resolved_on": "{ended}", "note": "So.", "evidence": [{"url": rule}]}

    converted = convert_with(
        {"end": "YES", "ended": "2026-03-06", "links": links}, {"resolution": resolution}
    )

    assert converted.problems == ()
    assert converted.value["resolution"] == {
        "resolved_on": "2026-03-06",
        "note": "So.",
        "evidence": [{"url": url} for url in urls],
    }


def test_each_entry_of_a_list_is_a_piece_of_evidence(convert_with: ConvertWith) -> None:
    pages = [{"at": "https://a.example/1", "name": "One"}, {"at": "https://b.example/2"}]
    evidence = [{"each": "pages", "url": "{each.at}", "title": "{each.name}"}]
    resolution = {"resolved_on": "{ended}", "note": "So.", "evidence": evidence}

    converted = convert_with(
        {"end": "YES", "ended": "2026-03-06", "pages": pages}, {"resolution": resolution}
    )

    value = converted.value["resolution"]
    assert isinstance(value, dict)
    assert value["evidence"] == [
        {"url": "https://a.example/1", "title": "One"},
        {"url": "https://b.example/2"},
    ]


def test_a_cell_may_hold_several_tags(convert_with: ConvertWith) -> None:
    assert convert_with({"topics": "rain; sun;"}, {"tags": ["{topics}"]}).value["tags"] == [
        "rain",
        "sun",
    ]


def test_text_is_composed(convert_with: ConvertWith) -> None:
    assert convert_with({"title": "Cafe\u0301"}).value["quote"] == "Caf\u00e9"


def test_a_verdict_that_an_open_item_has_is_reported(convert_with: ConvertWith) -> None:
    left = convert_with({"ended": "2026-03-06", "end": None})
    none = convert_with({"end": None})

    assert "resolution" not in left.value
    assert (left.lost, none.lost) == (("`ended`: the item has no verdict",), ())


def test_a_title_in_another_script_makes_an_id(convert_with: ConvertWith) -> None:
    rule = {"fields": ["id|title"]}
    record = {"source": "https://example.org"}
    items = ({"id": None, "title": text, "end": None} for text in ("雨", "雪"))
    rain, snow = (convert_with(item, record, id=rule) for item in items)

    assert (len(rain.id), rain.problems, rain.id != snow.id) == (12, (), True)


def test_one_of_several_links_may_be_missing(convert_with: ConvertWith) -> None:
    evidence = [{"url": "{proof}"}, {"url": "{more}"}]
    resolution = {"resolved_on": "{ended}", "note": "It was {end}.", "evidence": evidence}
    ended = {"end": "YES", "ended": "2026-03-01"}

    one = convert_with({**ended, "more": "https://example.org/m"}, {"resolution": resolution})
    none = convert_with(ended, {"resolution": resolution})

    assert one.problems == ()
    assert one.value["resolution"]["evidence"] == [{"url": "https://example.org/m"}]  # type: ignore[call-overload, index]
    assert none.problems == (
        "`resolution.evidence.url`: missing `proof`",
        "`resolution.evidence.url`: missing `more`",
    )


def test_a_word_for_never_loses_no_date(convert_with: ConvertWith) -> None:
    ways = [*PHRASE, {"kind": "never", "words": ["NIML"], "as_said": "{when}"}]

    assert convert_with({"when": "NIML"}, {"deadline": ways}).lost == ()
