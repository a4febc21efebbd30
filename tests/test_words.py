from __future__ import annotations

import pytest

from tracker import words


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("zh-Hant", "Chinese (Traditional)"),
        ("zh-Hans-CN", "Chinese (Simplified)"),
        ("ZH-hant-HK", "Chinese (Traditional)"),
        ("en-GB", "English"),
        ("zh-XX", "Chinese"),
        ("tlh", "tlh"),
        (None, None),
    ],
)
def test_languages_are_named(tag: str | None, name: str | None) -> None:
    assert words.language(tag) == name


def test_counts_agree_with_their_noun() -> None:
    assert [words.count(n, "record") for n in (0, 1, 2, 1000)] == [
        "0 records",
        "1 record",
        "2 records",
        "1,000 records",
    ]
    assert words.count(2, "person", "people") == "2 people"
