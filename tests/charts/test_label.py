from __future__ import annotations

from tracker.charts.label import unique


def test_equal_texts_become_labels_that_differ_and_look_the_same() -> None:
    labels = unique(["Same", "Same", "Other", "Same"], 20)
    assert len(set(labels)) == 4
    assert [label.replace("\u200b", "") for label in labels] == ["Same", "Same", "Other", "Same"]


def test_texts_that_are_equal_once_cut_differ_too() -> None:
    assert len(set(unique(["A long sentence", "A long song"], 8))) == 2


def test_wide_characters_take_two_columns() -> None:
    assert unique(["中國自產芯片"], 7) == ["中國自…"]


def test_a_label_is_one_line_without_controls() -> None:
    assert unique(["a\n  b\x1b\u202e\u2063"], 40) == ["a b\\x1b\\u202e\\u2063"]
