from __future__ import annotations

from pathlib import Path

import pytest

from tracker.importer import load_mapping, shipped

GOOD = """\
name: Ours
format: csv
id: {prefix: ours, fields: [Key]}
dates: [iso, unix-ms, "%d/%m/%Y"]
record:
  claim: "{Title}"
  quote: "{Title}"
  speaker: "{Who} (Ours)"
  source: https://example.org/
  made_on: "{Said}"
  deadline:
    - {kind: undated}
  status:
    of: "{End}"
    words:
      correct: ["yes"]
"""


def problems(tmp_path: Path, text: str) -> list[tuple[int | None, int | None, str, str, str]]:
    path = tmp_path / "ours.yaml"
    path.write_text(text, encoding="utf-8")
    mapping, diagnostics = load_mapping(str(path))
    assert (mapping is None) == bool(diagnostics)
    return [(each.line, each.column, each.code, each.message, each.hint) for each in diagnostics]


def test_a_good_mapping_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD) == []


TEMPLATE = "write text with fields in braces, such as '{title} by {user.name}'"


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "code", "message", "hint"),
    [
        # a key that is missing is told at the mapping that should hold it
        ("name: Ours\n", "", 1, 1, "missing-key", "`name` is required", "add the tracker's name"),
        ('  made_on: "{Said}"\n', "", 5, 1, "missing-key",
         "`record.made_on` is required", "add the date of the statement"),
        ("fields: [Key]", "names: Key", 3, 1, "missing-key", "`id.fields` is required", "add fields that identify an item and never change"),
        # unknown keys and words, with the nearest
        ("  speaker:", "  speeker:", 8, 3, "unknown-key", None, "did you mean `speaker`?"),
        ("format: csv", "format: cvs", 2, 9, "unknown-word",
         "unknown value 'cvs' for `format`", "did you mean `csv`?"),
        ("correct:", "corect:", 16, 7, "unknown-key", None, "did you mean `correct`?"),
        ("kind: undated", "kind: undate", 12, 14, "unknown-word", None, "did you mean `undated`?"),
        # templates
        ('claim: "{Title}"', 'claim: "{Title"', 6, 10, "invalid-template",
         "invalid value '{Title' for `record.claim`", f"{TEMPLATE}; write {{ twice for a literal brace"),
        ('claim: "{Title}"', 'claim: "{}"', 6, 10, "invalid-template",
         "invalid value '{}' for `record.claim`", f"{TEMPLATE}; name a field between {{ and }}"),
        ('claim: "{Title}"', "claim: {Title: x}", 6, 10, "not-text", "`record.claim` must be text, not a mapping", TEMPLATE),
        # dates
        ("unix-ms", "unix", 4, 14, "invalid-date-format",
         "invalid value 'unix' for `dates[1]`", "write iso, words, unix-s, unix-ms or a pattern such as %d/%m/%Y"),
        ("%d/%m/%Y", "%d/%m", 4, 23, "invalid-date-format", None, "write iso, words, unix-s, unix-ms or a pattern such as %d/%m/%Y"),
        ("%d/%m/%Y", "%d/%m/%Y %Q", 4, 23, "invalid-date-format", None, "write iso, words, unix-s, unix-ms or a pattern such as %d/%m/%Y"),
        # lists
        ("dates: [iso, unix-ms, \"%d/%m/%Y\"]", "dates: []", 4, 8, "empty-list", "`dates` is empty", "add at least one entry"),
        ("dates: [iso, unix-ms, \"%d/%m/%Y\"]", "dates: iso", 4, 8, "not-a-list", "`dates` must be a list, not text",
         "put each entry on a line of its own, after `- `"),
        # words with a shape
        ("prefix: ours", "prefix: Ours!", 3, 14, "invalid-word", "invalid value 'Ours!' for `id.prefix`", "write lower-case letters, digits and hyphens"),
        ("name: Ours", "name: Ours\nfolder: ../up", 2, 9, "invalid-word", None, "write folder names of a-z, 0-9 and -, separated by /"),
        ("name: Ours", "name: Ours\ndescribed_at: [nowhere]", 2, 16, "invalid-url", None, "write a full address such as https://example.org/page"),
        # a window that nothing says
        ("- {kind: undated}", "- {kind: by}", 12, 7, "missing-key", "`as_said` is required: there are no dates", "name the field with the deadline in words"),
        ("- {kind: undated}", "- {kind: undated, words: [TBD]}", 12, 7, "missing-key", "`of` or `as_said` is required with `words`", "name the field with the deadline in words"),
        # keys that belong to another format
        ("name: Ours", "name: Ours\nlist: items", 2, 1, "foreign-key",
         "`list` does not apply to format `csv`, only to json or yaml", "remove it, or change `format`"),
        ("format: csv", "format: json\ndelimiter: ;", 3, 1, "foreign-key",
         "`delimiter` does not apply to format `json`, only to csv", "remove it, or change `format`"),
        # YAML itself
        ("name: Ours", "name: Ours\nname: Again", 2, 1, "duplicate-key", None, "delete one of the two"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_place(
    tmp_path: Path,
    old: str,
    new: str,
    line: int,
    column: int,
    code: str,
    message: str | None,
    hint: str,
) -> None:
    assert old in GOOD
    diagnostics = problems(tmp_path, GOOD.replace(old, new, 1))

    assert (line, column, code) in [each[:3] for each in diagnostics]
    problem = next(each for each in diagnostics if each[:3] == (line, column, code))
    assert problem[4] == hint
    if message is not None:
        assert problem[3] == message


def test_an_empty_mapping_is_told(tmp_path: Path) -> None:
    assert [each[:3] for each in problems(tmp_path, "")] == [(1, 1, "not-a-mapping")]


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_bytes(b"name: \xff\n")

    assert [each.code for each in load_mapping(str(tmp_path / "m.yaml"))[1]] == ["not-utf-8"]


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_mapping_is_valid_and_says_where_its_format_is_described(name: str) -> None:
    mapping, diagnostics = load_mapping(name)

    assert diagnostics == []
    assert mapping is not None
    assert mapping.described_at


def test_the_shipped_mappings() -> None:
    assert shipped() == (
        "fatebook", "fatebook-csv", "manifold", "metaculus", "predictionbook", "promises", "spreadsheet"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("manifolt", "did you mean `manifold`?"),
        (
            "polymarket.yaml",
            "choose from fatebook, fatebook-csv, manifold, metaculus, predictionbook, promises, "
            "spreadsheet",
        ),
    ],
)
def test_an_unknown_mapping_names_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(FileNotFoundError) as error:
        load_mapping(name)

    assert str(error.value) == hint
