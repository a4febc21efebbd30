from __future__ import annotations

import pytest

from tracker.importer.placeholders import Missing, Template, Theirs, Unfit, values_at

ITEM: Theirs = {
    "title": "It rains.",
    "empty": "  ",
    "null": None,
    "is": True,
    "not": False,
    "user": {"name": "Ada", "none": None},
    "rows": [{"tag": "a"}, {"tag": None}, {"other": "x"}, {"tag": "b"}],
    "values": ["0.3", "0.7"],
    "a.b": "dotted",
    "Forecast (scale = 0-1)": "0.5",
}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("no field", "no field"),
        ("{title}", "It rains."),
        ("{title} by {user.name}!", "It rains. by Ada!"),
        ("{{title}}", "{title}"),
        ("{values.1}", "0.7"),
        ("{a.b}", "dotted"),
        ("{Forecast (scale = 0-1)}", "0.5"),
        ("{is} {not}", "true false"),
        # the first that is there
        ("{nothing|empty|null|title}", "It rains."),
        ("{nothing|'a text'}", "a text"),
        ("{nothing|''}.", "."),
        ("{rows.*.tag}", "a"),
    ],
)
def test_a_template_is_filled(template: str, expected: str) -> None:
    assert Template.parse(template).fill(ITEM) == expected


@pytest.mark.parametrize(
    "path",
    ["nothing", "empty", "null", "user.none", "values.2", "title.x", "values.-1", "values.²"],
)
def test_a_field_that_is_not_there_is_named(path: str) -> None:
    with pytest.raises(Missing, match="missing `"):
        Template.parse(f"{{{path}}}").fill(ITEM)


def test_all_choices_are_named() -> None:
    with pytest.raises(Missing) as error:
        Template.parse("{nothing|empty}").fill(ITEM)

    assert str(error.value) == "missing `nothing` or `empty`"


@pytest.mark.parametrize(("path", "what"), [("user", "a mapping"), ("rows", "a list")])
def test_what_is_no_text_is_said(path: str, what: str) -> None:
    with pytest.raises(Unfit, match=f"`{path}` is {what}, not text"):
        Template.parse(f"{{{path}}}").fill(ITEM)


@pytest.mark.parametrize("text", ["{title", "title}", "{a{b}}", "{}", "{a|}", "{ }"])
def test_what_is_no_template_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"twice|name a field"):
        Template.parse(text)


def test_a_star_finds_each() -> None:
    assert values_at(ITEM, "rows.*.tag") == ["a", "b"]
    assert Template.parse("{rows.*.tag}").each(ITEM) == ["a", "b"]


def test_a_star_finds_each_object_in_an_object_of_objects() -> None:
    item: Theirs = {"rows": {"x": {"tag": "a"}, "y": {"tag": "b"}}, "one": {"tag": "a"}}

    assert values_at(item, "rows.*.tag") == ["a", "b"]
    assert values_at(item, "rows.*.key") == ["x", "y"]
    assert values_at(item, "one.*") == []


def test_a_list_that_is_empty_is_not_there() -> None:
    assert values_at({"a": []}, "a") == []
