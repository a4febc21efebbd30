from __future__ import annotations

from tracker.editing.new_record import annotated
from tracker.yamlfile.file import Plain
from tracker.yamlfile.reader import parse

VALUE: dict[str, Plain] = {
    "status": "open",
    "claim": "A: b.",
    "tags": None,
    "made_on": "2024",
    "deadline": {"latest": "2026-03-05", "kind": "by", "as_said": "no"},
}


def test_a_record_has_a_comment_above_each_key() -> None:
    text = annotated(VALUE, "../schema/prediction.schema.json")
    assert text == (
        "# yaml-language-server: $schema=../schema/prediction.schema.json\n"
        "\n# The claim as one checkable English sentence; in the editor's words, not the speaker's.\n"
        'claim: "A: b."\n'
        "\n# The date of the statement, as precise as the evidence allows.\n"
        "made_on: 2024\n"
        "\n# The deadline as a date or a mapping; a date is short for kind `by`.\n"
        'deadline:\n  as_said: "no"\n  kind: by\n  latest: 2026-03-05\n'
        "\n# Open until resolved as correct, partial, incorrect, ambiguous, annulled or withdrawn;"
        " then add `resolution` below.\n"
        "status: open\n"
    )
    source, _ = parse(text.encode(), "a.yaml")
    assert source is not None
    assert source.value == {key: each for key, each in VALUE.items() if each is not None}


def test_comments_and_schema_can_be_left_out() -> None:
    assert annotated({"claim": "a"}, None, comments=False) == "claim: a\n"
    assert annotated({"claim": "a"}, None).startswith("# The claim as one checkable")
