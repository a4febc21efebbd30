from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tracker.importer import Unreadable, read_items
from tracker.importer import items as items_module

if TYPE_CHECKING:
    from tests.importer.conftest import MakeMapping


@pytest.fixture
def read(tmp_path: Path, make_mapping: MakeMapping) -> Any:
    """Items of a file with these bytes as (place, fields) or (place, problem)."""

    def call(data: bytes | str, **over: Any) -> list[tuple[str, object]]:
        path = tmp_path / "file"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        items = read_items(path, make_mapping(**over))
        return [(item.place, item.problem or item.fields) for item in items]

    return call


def refused(read: Any, data: bytes | str, **over: Any) -> str:
    with pytest.raises(Unreadable) as error:
        read(data, **over)
    return str(error.value).rpartition("/")[2]


# --- CSV ---


def test_csv_rows_are_placed_at_their_first_line(read: Any) -> None:
    text = 'id,title\r\n1,"two\nlines"\r\n\r\n2,one\r\n'

    assert read(text, format="csv") == [
        ("line 2", {"id": "1", "title": "two\nlines"}),
        ("line 5", {"id": "2", "title": "one"}),
    ]


def test_an_empty_csv_row_is_no_item(read: Any) -> None:
    assert read("id,title\n,\n1,one\n , ,\n,,\n", format="csv") == [
        ("line 3", {"id": "1", "title": "one"})
    ]


def test_a_column_without_a_name_is_called_by_its_number(read: Any) -> None:
    assert read("id,, \n1,a,b\n", format="csv") == [
        ("line 2", {"id": "1", "column 2": "a", "column 3": "b"})
    ]


def test_csv_with_a_byte_order_mark_and_another_delimiter(read: Any) -> None:
    assert read(b"\xef\xbb\xbfid;title\n1;a,b\n", format="csv", delimiter=";") == [
        ("line 2", {"id": "1", "title": "a,b"})
    ]


def test_a_csv_row_with_a_cell_too_many_is_refused_alone(read: Any) -> None:
    assert read("id,title\n1,a,b\n3,c,\n", format="csv") == [
        ("line 2", "3 cells, but 2 columns"),
        ("line 3", {"id": "3", "title": "c"}),
    ]


def test_a_csv_row_without_its_last_cells_is_read_and_reported(
    tmp_path: Path, make_mapping: MakeMapping
) -> None:
    path = tmp_path / "releases.csv"
    path.write_text("id,end,end-lts\n1,2020\n2,2021,2026\n3\n")
    notes: list[str] = []

    items = read_items(path, make_mapping(format="csv"), notes)

    assert [(item.fields, item.problem) for item in items] == [
        ({"id": "1", "end": "2020"}, ""),
        ({"id": "2", "end": "2021", "end-lts": "2026"}, ""),
        ({"id": "3"}, ""),
    ]
    assert notes == [
        f"{path}: 2 rows with fewer cells than columns (first: line 2); the missing ones are read "
        "as empty"
    ]


def test_a_cell_larger_than_the_readers_own_limit(read: Any) -> None:
    assert read(f"id\n{'x' * 200_000}\n", format="csv") == [("line 2", {"id": "x" * 200_000})]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "file has no header line"),
        (",,\n1,2,3\n", "file has no header line"),
        ("id,id\n1,2\n", "file: duplicate column 'id'"),
        ('id\n"never closed\n', "file:2: invalid CSV: unexpected end of data"),
        ('id\n"a"b\n', "file:2: invalid CSV: ',' expected after '\"'"),
        (b"id\nok\n\xe9t\xe9\n", "file:3: invalid byte 0xE9; save the file as UTF-8"),
        ("id\n1\n".encode("utf-16"), "file is UTF-16, not UTF-8 text"),
    ],
)
def test_what_is_no_csv_is_said(read: Any, data: bytes | str, message: str) -> None:
    assert refused(read, data, format="csv") == message


def test_rows_of_one_question_are_joined(read: Any) -> None:
    text = "q,who,p\nA,x,1\nB,x,2\nA,y,3\n,z,4\n"

    assert read(text, format="csv", group_by=["q"]) == [
        (
            "line 2",
            {
                "q": "A",
                "who": "x",
                "p": "1",
                "rows": [{"q": "A", "who": "x", "p": "1"}, {"q": "A", "who": "y", "p": "3"}],
            },
        ),
        ("line 3", {"q": "B", "who": "x", "p": "2", "rows": [{"q": "B", "who": "x", "p": "2"}]}),
        ("line 5", {"q": "", "who": "z", "p": "4"}),
    ]


# --- JSON ---


def test_json_numbers_stay_as_they_are_written(read: Any) -> None:
    digits = "9" * 5000
    text = f'[{{"a": {digits}, "b": 0.10, "c": NaN, "d": 1e400, "e": true, "f": null}}]'

    assert read(text) == [
        ("item 1", {"a": digits, "b": "0.10", "c": "NaN", "d": "1e400", "e": True, "f": None})
    ]


def test_json_items_below_a_field(read: Any) -> None:
    assert read('{"data": {"items": [{"id": 1}, 7]}}', list="data.items") == [
        ("item 1", {"id": "1"}),
        ("item 2", "not an object"),
    ]


def test_a_list_is_taken_where_a_field_is_named_too(read: Any) -> None:
    assert read('[{"id": 1}]', list="items") == [("item 1", {"id": "1"})]


def test_no_items_are_no_mistake(read: Any) -> None:
    assert read('{"items": []}', list="items") == []


@pytest.mark.parametrize(
    ("data", "over", "message"),
    [
        ('{"a": 1, "b": 2}', {}, "file holds one object, not a list (keys: a, b); "
         "set `list` in the mapping to the key of the list"),
        ('{"a": 1}', {"list": "items"}, "file has no key `items` (keys: a)"),
        ('{"items": 1}', {"list": "items"}, "file contains no list of items"),
        ("7", {}, "file contains no list of items"),
        ('[{"a":\n oops}]', {}, "file:2:2: invalid JSON: expecting value"),
        ("", {}, "file:1:1: invalid JSON: expecting value"),
        ("[" * 100_000, {}, "file is nested too deeply"),
        (b"[\xff]", {}, "file:1: invalid byte 0xFF; save the file as UTF-8"),
    ],
)  # fmt: skip
def test_what_is_no_json_is_said(
    read: Any, data: bytes | str, over: dict[str, str], message: str
) -> None:
    assert refused(read, data, **over) == message


def test_json_lines_are_read_one_by_one(read: Any) -> None:
    text = '{"id": 1}\n\noops\n[1]\n' + "[" * 100_000 + '\n{"id": "\u2028"}'

    assert read(text, format="jsonl") == [
        ("line 1", {"id": "1"}),
        ("line 3", "invalid JSON: expecting value at column 1"),
        ("line 4", "not an object"),
        ("line 5", "nested too deeply"),
        ("line 6", {"id": "\u2028"}),
    ]


# --- YAML ---


def test_a_yaml_list(read: Any) -> None:
    assert read("- {id: 1, said: no}\n- 7\n", format="yaml") == [
        ("item 1", {"id": "1", "said": "no"}),
        ("item 2", "not an object"),
    ]


def test_a_broken_yaml_list_is_told_with_its_place(read: Any) -> None:
    assert refused(read, "- {id: 1\n", format="yaml").startswith("file:1:3: `{` is never closed")


def test_a_folder_of_yaml_files(tmp_path: Path, make_mapping: MakeMapping) -> None:
    folder = tmp_path / "theirs"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "two.yml").write_text("title: two\n")
    (folder / "one.yaml").write_text("title: one\n")
    (folder / "bad.yaml").write_text("title: [\n")
    (folder / "list.yaml").write_text("- a\n")
    (folder / ".hidden.yaml").write_text("title: hidden\n")
    (folder / "notes.txt").write_text("no")

    items = read_items(folder, make_mapping(format="yaml"))

    assert [(item.place, item.fields) for item in items if not item.problem] == [
        ("b/two.yml", {"file": "two", "folder": "b", "title": "two"}),
        ("one.yaml", {"file": "one", "folder": "", "title": "one"}),
    ]
    assert [item.place for item in items if item.problem] == ["bad.yaml", "list.yaml item 1"]


def test_a_folder_of_files_that_hold_lists(tmp_path: Path, make_mapping: MakeMapping) -> None:
    (tmp_path / "a.json").write_text('{"data": [{"id": 1}, {"id": 2}]}')
    (tmp_path / "b.json").write_text('[{"id": 3}, 4]')
    (tmp_path / "c.json").write_text('{"other": 1}')

    items = read_items(tmp_path, make_mapping(format="json", list="data"))

    assert [(item.place, item.fields.get("id"), item.problem) for item in items] == [
        ("a.json item 1", "1", ""),
        ("a.json item 2", "2", ""),
        ("b.json item 1", "3", ""),
        ("b.json item 2", None, "not an object"),
        ("c.json", None, f"{tmp_path}/c.json has no key `data` (keys: other)"),
    ]


CONF = """\
- title: Alpha
  confs:
    - year: 2026
      timeline: [{day: 2026-05-15}, {day: 2026-09-15}]
    - {year: 2027, timeline: [{day: TBD}]}
    - {year: 2028, place: Rome}
- {title: Beta, confs: []}
"""


def test_lists_within_lists(tmp_path: Path, make_mapping: MakeMapping) -> None:
    folder = tmp_path / "theirs"
    (folder / "ai").mkdir(parents=True)
    (folder / "ai" / "conf.yml").write_text(CONF)

    items = read_items(folder, make_mapping(format="yaml", each="confs.*.timeline.*"))

    def entry(year: str, day: str) -> dict[str, object]:
        confs = {"year": year, "timeline": {"day": day}}
        return {"file": "conf", "folder": "ai", "title": "Alpha", "confs": confs}

    assert [(item.place, item.problem or item.fields) for item in items] == [
        ("ai/conf.yml item 1, entry 1", entry("2026", "2026-05-15")),
        ("ai/conf.yml item 1, entry 2", entry("2026", "2026-09-15")),
        ("ai/conf.yml item 1, entry 3", entry("2027", "TBD")),
        ("ai/conf.yml item 1, entry 4", "no entries in `confs.*.timeline.*`"),
        ("ai/conf.yml item 2", "no entries in `confs.*.timeline.*`"),
    ]


def test_a_part_without_entries_keeps_its_fields_for_only(
    tmp_path: Path, make_mapping: MakeMapping
) -> None:
    path = tmp_path / "theirs.yaml"
    path.write_text("{confs: [{days: [{day: 1}, null]}, {kind: x}, {kind: y, days: []}]}")

    items = read_items(path, make_mapping(format="yaml", each="confs.*.days.*"))

    assert [(item.fields["confs"], bool(item.problem)) for item in items] == [
        ({"days": {"day": "1"}}, False),
        ({"days": None}, True),
        ({"kind": "x"}, True),
        ({"kind": "y", "days": []}, True),
    ]


def test_an_object_of_objects_is_a_list_with_keys(read: Any) -> None:
    text = "{list: {a: {id: 1}, b: {id: 2, key: own}}, one: {a: {id: 1}, b: 2}}"
    entries = [{"key": "a", "id": "1"}, {"key": "own", "id": "2"}]

    assert read(text, format="yaml", list="list") == [
        (f"item {number}", entry) for number, entry in enumerate(entries, 1)
    ]
    assert [fields["list"] for _, fields in read(text, format="yaml", each="list.*")] == entries
    assert read(text, format="yaml", each="one.*") == [("", "no entries in `one.*`")]


def test_objects_in_an_object_of_objects_know_the_name_around(read: Any) -> None:
    text = "{kinds: {lookup: {a: {end: 2026}}, module: {a: {end: 2027}, b: {end: 2028}}}}"

    assert [fields["kinds"] for _, fields in read(text, format="yaml", each="kinds.*.*")] == [
        {"key": "a", "outer": "lookup", "end": "2026"},
        {"key": "a", "outer": "module", "end": "2027"},
        {"key": "b", "outer": "module", "end": "2028"},
    ]


def test_a_file_that_is_an_object_of_objects(tmp_path: Path, make_mapping: MakeMapping) -> None:
    (tmp_path / "node.json").write_text('{"v4": {"end": "2018"}, "v6": {"end": "2019"}}')

    with pytest.raises(
        Unreadable, match=r"the key of the list, or to `\*` if each key is an item$"
    ):
        read_items(tmp_path / "node.json", make_mapping())
    of_file = read_items(tmp_path / "node.json", make_mapping(list="*"))
    of_folder = read_items(tmp_path, make_mapping(list="*"))
    inside = read_items(tmp_path, make_mapping(each="*"))

    entries = [{"key": "v4", "end": "2018"}, {"key": "v6", "end": "2019"}]
    assert [item.fields for item in of_file] == entries
    for items in (of_folder, inside):
        here = {"file": "node", "folder": ""}
        assert [item.fields for item in items] == [{**here, **entry} for entry in entries]


@pytest.mark.parametrize(
    ("text", "where", "note"),
    [
        ('{"id": 7, "none": null, "a": [], "b": [1]}', "a", "not read, as the items are in `a`: id, b"),
        ('{"x": {"a": [], "n": 2}, "b": 1}', "x.a", "not read, as the items are in `x.a`: b, x.n"),
        ('{"x.a": [], "x": 2}', "x.a", "not read, as the items are in `x.a`: x"),
        ('{"a": null, "none": null}', "a", None),
        ('{"a": {"id": 1}}', "*", None),
    ],
)  # fmt: skip
def test_what_is_around_the_list_is_reported_once(
    tmp_path: Path, make_mapping: MakeMapping, text: str, where: str, note: str | None
) -> None:
    (tmp_path / "one.json").write_text(text)
    (tmp_path / "two.json").write_text(text)
    notes: list[str] = []

    read_items(tmp_path, make_mapping(list=where), notes)

    assert notes == ([note] if note else [])


def test_an_object_with_a_list_and_what_is_true_of_all(read: Any) -> None:
    assert read("{who: Ada, list: [{id: 1}, {id: 2}]}", format="yaml", each="list.*") == [
        ("entry 1", {"who": "Ada", "list": {"id": "1"}}),
        ("entry 2", {"who": "Ada", "list": {"id": "2"}}),
    ]


@pytest.mark.parametrize(
    ("text", "delimiter", "note"),
    [
        ("id;title\n1;a, b\n", None, "semicolons, not commas"),
        ("id\ttitle\n1\ta, b\n", None, "tabs, not commas"),
        ('id,title\n1,"a, b"\n', ";", "commas, not semicolons"),
        ("title, in full|id|title\nx|1|a, b\n", None, "vertical bars, not commas"),
        ('id,title\n1,"a, b"\n', None, None),
    ],
)
def test_a_wrong_delimiter_is_guessed_and_reported(
    tmp_path: Path, make_mapping: MakeMapping, text: str, delimiter: str | None, note: str | None
) -> None:
    (tmp_path / "a.csv").write_text(text)
    notes: list[str] = []

    items = read_items(tmp_path / "a.csv", make_mapping(format="csv", delimiter=delimiter), notes)

    assert [(item.fields["id"], item.fields["title"]) for item in items] == [("1", "a, b")]
    assert notes == ([f"{tmp_path}/a.csv is separated by {note}"] if note else [])


def test_the_guard_against_formulas_is_no_text(read: Any) -> None:
    assert read("id,title\n'1,'=1+1\n", format="csv") == [("line 2", {"id": "'1", "title": "=1+1"})]


def test_columns_may_differ_in_case_and_spaces(read: Any) -> None:
    assert read("ID,Ti_tle , WHO,\u0065\u0301\n1,a,b,c\n", format="csv") == [
        ("line 2", {"id": "1", "title": "a", "who": "b", "\u00e9": "c"})
    ]
    assert refused(read, "id,ID\n1,2\n", format="csv") == "file: duplicate column 'id'"


def test_a_pipe_is_not_waited_for(tmp_path: Path, make_mapping: MakeMapping) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(Unreadable, match="is not a regular file"):
        read_items(tmp_path / "pipe", make_mapping())


def test_a_file_that_is_too_large_is_told(read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(items_module, "MAX_BYTES", 10)

    assert read("[]        ") == []
    assert refused(read, "[]         ").startswith("file is larger than")


def test_what_is_no_file_in_a_folder_is_told_beside_the_others(
    tmp_path: Path, make_mapping: MakeMapping
) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    os.mkfifo(folder / "a.yaml")
    (folder / "b.yaml").write_text("title: two\n")

    items = read_items(folder, make_mapping(format="yaml"))

    assert [(item.place, item.problem) for item in items] == [
        ("a.yaml", f"{folder}/a.yaml is not a regular file"),
        ("b.yaml", ""),
    ]
