"""What loading makes of a folder: files that are odd, broken, missing or not files at all."""

from __future__ import annotations

import os
import shutil
import stat
import weakref
from datetime import date
from pathlib import Path

import pytest

from tracker import folder as folders
from tracker.diagnostic import Diagnostic
from tracker.registry import NotARegistry, Registry, Scan, find_root, load
from tracker.rows import due

RECORD = """\
claim: A film is made from a script.
quote: 我們看到一部電影
speaker: {speaker}
source: https://example.org/talk
made_on: 2024-03-05
deadline: {deadline}
status: open
"""


def record(
    *, speaker: str = "Ada Example", deadline: str = "{kind: undated}", more: str = ""
) -> str:
    return RECORD.format(speaker=speaker, deadline=deadline) + more


def write(root: Path, **files: str) -> None:
    """Write `a__b=text` as `a/b.yaml`; a registry always has `predictions/`."""
    (root / "predictions").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        put(root, name.replace("__", "/").replace("_", "-") + ".yaml", text)


def put(root: Path, path: str, text: str) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def lines(registry: Registry) -> list[str]:
    return [f"{d.place} {d.code} {d.message}" for d in registry.diagnostics]


def codes(registry: Registry) -> list[tuple[str, str]]:
    return [(d.place, d.code) for d in registry.diagnostics]


# --- where a registry is ---


def test_the_nearest_folder_upwards_is_found(tmp_path: Path) -> None:
    write(tmp_path, predictions__2024__a=record())
    (tmp_path / "deep/er").mkdir(parents=True)
    assert find_root(tmp_path / "deep/er") == tmp_path
    assert find_root(tmp_path / "predictions/2024") == tmp_path


def test_no_registry_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(NotARegistry, match=rf"no predictions/ folder in {tmp_path} or any folder"):
        find_root(tmp_path)
    with pytest.raises(NotARegistry, match=f"no predictions/ folder in {tmp_path}"):
        load(tmp_path)


def test_a_file_called_predictions_is_no_registry(tmp_path: Path) -> None:
    (tmp_path / "predictions").write_text("", encoding="utf-8")
    with pytest.raises(NotARegistry):
        load(tmp_path)


def test_an_empty_folder_is_a_registry(tmp_path: Path) -> None:
    write(tmp_path)
    registry = load(tmp_path)
    assert (dict(registry.records), registry.diagnostics, registry.invalid_files) == ({}, (), ())


# --- what loads ---


def test_records_cards_and_people_are_sorted_by_key(tmp_path: Path) -> None:
    write(
        tmp_path,
        predictions__b=record(),
        predictions__z__a=record(),
        predictions__c=record(),
        seeds__y=("title: Y\n"),
        seeds__deep__x=("title: X\n"),
        seeds__people="b: {name: B}\na: {name: A}\n",
    )
    registry = load(tmp_path)
    assert list(registry.records) == ["a", "b", "c"]
    assert registry.records["a"].path == "predictions/z/a.yaml"
    assert list(registry.cards) == ["x", "y"]
    assert list(registry.people) == ["a", "b"]
    assert registry.diagnostics == ()


def test_the_line_of_a_record_is_that_of_its_status(tmp_path: Path) -> None:
    write(tmp_path, predictions__a="# a comment\n\n" + record())
    assert load(tmp_path).records["a"].line == 9


def test_one_bad_file_leaves_the_others(tmp_path: Path) -> None:
    write(tmp_path, predictions__good=record(), predictions__bad="claim: [\n")
    registry = load(tmp_path)
    assert list(registry.records) == ["good"]
    assert registry.invalid_files == ("predictions/bad.yaml",)


# --- names of files ---


@pytest.mark.parametrize(
    "name",
    [
        ".a.yaml", ".#a.yaml", "#a.yaml#", "a.yaml~", ".a.yaml.swp", "a.yaml.bak", "a.yaml.orig",
        "README.md", "4913", "a.json", "yaml", ".git/a.yaml", ".DS_Store",
    ],
)  # fmt: skip
def test_leftovers_and_other_files_are_passed_over(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    put(tmp_path, f"predictions/{name}", "[")
    assert load(tmp_path).diagnostics == ()


@pytest.mark.parametrize("ending", ["yml", "YAML", "YML", "Yaml"])
def test_another_ending_is_told_of(tmp_path: Path, ending: str) -> None:
    write(tmp_path)
    put(tmp_path, f"predictions/a.{ending}", record())
    (diagnostic,) = load(tmp_path).diagnostics
    assert (diagnostic.place, diagnostic.code) == (f"predictions/a.{ending}", "file-ending")
    assert diagnostic.message == f"file ignored: its name ends in .{ending}, not .yaml"
    assert diagnostic.hint == "rename it to `a.yaml`"


@pytest.mark.parametrize(
    ("stem", "hint"),
    [
        ("A Film", "rename the file to `a-film.yaml`"),
        ("a_film", "rename the file to `a-film.yaml`"),
        ("a.b", "rename the file to `a-b.yaml`"),
        ("a (copy)", "rename the file to `a-copy.yaml`"),
        ("電影", "rename the file"),
        ("a\nb", "rename the file to `a-b.yaml`"),
        ("a\x1b[31m", "rename the file to `a-31m.yaml`"),
        ("Ｆｕｌｌ", "rename the file"),
        ("²", "rename the file"),
    ],
)
def test_a_name_that_is_no_id_is_told_of(tmp_path: Path, stem: str, hint: str) -> None:
    write(tmp_path)
    put(tmp_path, f"predictions/{stem}.yaml", record())
    (diagnostic,) = load(tmp_path).diagnostics
    assert (diagnostic.code, diagnostic.hint) == ("invalid-id", hint)
    assert diagnostic.message == (
        f"invalid id {stem!r}: only lower-case letters, digits and hyphens are allowed"
    )


@pytest.mark.parametrize(
    "name",
    [
        "aux",
        "con",
        "nul",
        "prn",
        "COM1",
        *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10)),
    ],
)
@pytest.mark.parametrize("folder", ["predictions", "seeds"])
def test_a_name_that_windows_reserves_is_no_id(tmp_path: Path, folder: str, name: str) -> None:
    write(tmp_path)
    text = "title: A talk\n" if folder == "seeds" else record()
    low = name.lower()
    for each in (name, f"{low}-1", f"x-{low}", f"{low}0"):
        put(tmp_path, f"{folder}/{each}.yaml", text)
    [diagnostic] = load(tmp_path).diagnostics
    assert (diagnostic.path, diagnostic.code, diagnostic.message, diagnostic.hint) == (
        f"{folder}/{name}.yaml",
        "reserved-name",
        f"file name `{name}.yaml` is reserved on Windows",
        f"rename it, for example to `{low}-1.yaml`",
    )


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("con", "folder name 'con' is reserved on Windows"),
        ("COM1", "folder name 'COM1' is reserved on Windows"),
        ("Aux.2024", "folder name 'Aux.2024' is reserved on Windows"),
        ("nul .x", "folder name 'nul .x' is reserved on Windows"),
        ("2024.", "folder name '2024.' ends in a dot"),
        ("2024 ", "folder name '2024 ' ends in a space"),
    ],
)
@pytest.mark.parametrize("above", ["", "2023/"])
def test_a_folder_that_windows_can_not_check_out_is_an_error_and_read(
    tmp_path: Path, above: str, name: str, fault: str
) -> None:
    put(tmp_path, f"predictions/{above}{name}/it.yaml", record())
    registry = load(tmp_path)
    hint = "rename the folder: Windows can't check it out"
    assert [(d.path, d.severity, d.code, d.message, d.hint) for d in registry.diagnostics] == [
        (f"predictions/{above}{name}", "error", "folder-name", fault, hint)
    ]
    assert list(registry.records) == ["it"]


@pytest.mark.parametrize("name", ["com0", "lpt10", "console", "a.con", "con-1", ".con", "v1.2"])
def test_a_folder_that_only_looks_like_a_device_is_fine(tmp_path: Path, name: str) -> None:
    put(tmp_path, f"predictions/{name}/it.yaml", record())
    assert load(tmp_path).diagnostics == ()


def test_folders_that_differ_only_in_case_are_an_error_at_the_second(tmp_path: Path) -> None:
    paths = ("A/a", "a/b", "Chips/c", "chips/d", "CHIPS/e", "x/chips/f", "É/g", "é/h")
    for path in (*paths, "straße/i", "strasse/j", "STRASSE2/k"):
        put(tmp_path, f"predictions/{path}.yaml", record())
    registry = load(tmp_path)
    assert [(d.path, d.message) for d in registry.diagnostics] == [
        ("predictions/Chips", "folder name 'Chips' differs from 'CHIPS' only in case"),
        ("predictions/a", "folder name 'a' differs from 'A' only in case"),
        ("predictions/chips", "folder name 'chips' differs from 'CHIPS' only in case"),
        ("predictions/é", "folder name 'é' differs from 'É' only in case"),
    ]
    assert len(registry.records) == len(paths) + 3


def test_a_name_that_is_not_utf_8_is_told_of(tmp_path: Path) -> None:
    write(tmp_path)
    try:
        (tmp_path / "predictions" / os.fsdecode(b"\xff.yaml")).write_bytes(record().encode())
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert [d.code for d in load(tmp_path).diagnostics] == ["invalid-id"]


def test_an_id_stands_once_in_the_whole_registry(tmp_path: Path) -> None:
    write(
        tmp_path,
        predictions__a__film=record(),
        predictions__b__film=record(),
        predictions__c__film="[",
        seeds__a__card="title: A\n",
        seeds__b__card="title: B\n",
    )
    registry = load(tmp_path)
    assert lines(registry) == [
        "predictions/b/film.yaml duplicate-id duplicate id `film` (first: predictions/a/film.yaml)",
        "predictions/c/film.yaml duplicate-id duplicate id `film` (first: predictions/a/film.yaml)",
        "seeds/b/card.yaml duplicate-id duplicate id `card` (first: seeds/a/card.yaml)",
    ]
    assert registry.diagnostics[0].hint == "rename one of the files"
    assert registry.records["film"].path == "predictions/a/film.yaml"


def test_a_record_and_a_card_may_share_a_name(tmp_path: Path) -> None:
    write(tmp_path, predictions__film=record(), seeds__film="title: A film\n")
    assert load(tmp_path).diagnostics == ()


# --- things that are no readable file ---


def test_a_folder_named_like_a_file_is_a_folder(tmp_path: Path) -> None:
    write(tmp_path)
    put(tmp_path, "predictions/x.yaml/a.yaml", record())
    registry = load(tmp_path)
    assert (list(registry.records), registry.diagnostics) == (["a"], ())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("path", ["predictions/a.yaml", "seeds/a.yaml", "seeds/people.yaml"])
def test_a_pipe_is_told_of_once_and_never_waited_for(tmp_path: Path, path: str) -> None:
    write(tmp_path, predictions__b=record(speaker="ada"), seeds__people="ada: {name: Ada}\n")
    (tmp_path / path).unlink(missing_ok=True)
    os.mkfifo(tmp_path / path)
    assert lines(load(tmp_path)) == [
        f"{path} not-a-file not a regular file but a pipe, socket or device"
    ]


def test_a_link_inside_the_registry_is_followed(tmp_path: Path) -> None:
    write(tmp_path, predictions__a=record())
    (tmp_path / "predictions/b.yaml").symlink_to("a.yaml")
    registry = load(tmp_path)
    assert (list(registry.records), registry.diagnostics) == (["a", "b"], ())


@pytest.mark.parametrize("path", ["predictions/b.yaml", "seeds/b.yaml", "seeds/people.yaml"])
def test_a_link_out_of_the_registry_is_not_followed(tmp_path: Path, path: str) -> None:
    outside = put(tmp_path, "outside/b.yaml", "secret: {name: value}\n")
    root = tmp_path / "root"
    root.mkdir()
    write(root, predictions__a=record(speaker="ada"))
    write(root, **({} if path.endswith("people.yaml") else {"seeds__people": "ada: {name: Ada}\n"}))
    (root / "seeds").mkdir(exist_ok=True)
    (root / path).symlink_to(outside)
    registry = load(root)
    assert codes(registry) == [(path, "outside-link")]
    assert "secret" not in registry.people


@pytest.mark.parametrize("target", ["../.env", "../.git/config", "../predictions-old/a.yaml"])
@pytest.mark.parametrize("folder", ["predictions", "seeds"])
def test_a_link_to_what_is_no_record_or_card_is_not_followed(
    tmp_path: Path, folder: str, target: str
) -> None:
    write(tmp_path, predictions__a=record())
    (tmp_path / "seeds").mkdir(exist_ok=True)
    put(tmp_path, target.removeprefix("../"), "token: a secret: it\n")
    (tmp_path / folder / "e.yaml").symlink_to(target)
    [diagnostic] = load(tmp_path).diagnostics
    assert diagnostic.path == f"{folder}/e.yaml"
    assert diagnostic.message == "symlink ignored: it points outside predictions/ and seeds/"
    assert diagnostic.hint == "replace it with the file itself"


@pytest.mark.parametrize(
    ("folder", "target"),
    [
        ("predictions", "../outside"),
        ("predictions", "inside"),
        ("seeds", "../outside"),
        ("seeds", "inside"),
        ("seeds", "nowhere"),
    ],
)
def test_a_folder_of_the_registry_that_is_a_link_is_told_of_and_not_read(
    tmp_path: Path, folder: str, target: str
) -> None:
    root = tmp_path / "root"
    write(root, predictions__a=record(), seeds__people="ada: {name: Ada}\n")
    for place in (tmp_path / "outside", root / "inside"):
        put(place, "b.yaml", "not: [a, record]\n")
    shutil.rmtree(root / folder)
    (root / folder).symlink_to(target)
    registry = load(root)
    assert codes(registry) == [(folder, "outside-link")]
    assert registry.invalid_files == (folder,)
    scan = Scan(root)
    assert [record.id for record in scan] == list(registry.records)
    assert scan.invalid_files == (folder,)


def test_the_root_may_be_a_link(tmp_path: Path) -> None:
    write(tmp_path / "root", predictions__a=record())
    (tmp_path / "root/predictions/b.yaml").symlink_to("a.yaml")
    (tmp_path / "link").symlink_to("root")
    registry = load(tmp_path / "link")
    assert (list(registry.records), registry.diagnostics) == (["a", "b"], ())


@pytest.mark.parametrize("target", ["..", ".", "../predictions", "other"])
def test_a_link_to_a_folder_is_not_followed(tmp_path: Path, target: str) -> None:
    write(tmp_path)
    (tmp_path / "predictions/other").mkdir()
    (tmp_path / "predictions/loop").symlink_to(target)
    assert codes(load(tmp_path)) == [("predictions/loop", "outside-link")]


def test_links_in_a_circle_are_told_of(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "predictions/a.yaml").symlink_to("b.yaml")
    (tmp_path / "predictions/b.yaml").symlink_to("a.yaml")
    message = "can't be read: too many levels of symbolic links"
    assert lines(load(tmp_path)) == [
        f"predictions/a.yaml unreadable {message}",
        f"predictions/b.yaml unreadable {message}",
    ]


@pytest.mark.parametrize("path", ["predictions/a.yaml", "seeds/people.yaml"])
def test_a_link_to_nothing_is_told_of(tmp_path: Path, path: str) -> None:
    write(tmp_path, predictions__b=record(speaker="ada"))
    put(tmp_path, "seeds/card.yaml", "title: A\n")
    if path.startswith("predictions"):
        put(tmp_path, "seeds/people.yaml", "ada: {name: Ada}\n")
    (tmp_path / path).symlink_to("nowhere.yaml")
    assert lines(load(tmp_path)) == [f"{path} unreadable can't be read: no such file or directory"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("path", ["predictions/a.yaml", "predictions/sub"])
def test_what_may_not_be_read_is_told_of(tmp_path: Path, path: str) -> None:
    write(tmp_path, predictions__a=record(), predictions__sub__b=record())
    (tmp_path / path).chmod(0)
    try:
        registry = load(tmp_path)
    finally:
        (tmp_path / path).chmod(stat.S_IRWXU)
    assert lines(registry) == [f"{path} unreadable can't be read: permission denied"]


def test_a_file_over_one_mebibyte_is_told_of(tmp_path: Path) -> None:
    write(tmp_path)
    text = record()
    put(tmp_path, "predictions/fits.yaml", text + "#" * (1024 * 1024 - len(text.encode())))
    put(tmp_path, "predictions/large.yaml", text + "#" * (1024 * 1024 + 1 - len(text.encode())))
    put(tmp_path, "predictions/larger.yaml", "a" * (5 * 1024 * 1024))
    registry = load(tmp_path)
    assert list(registry.records) == ["fits"]
    assert codes(registry) == [
        ("predictions/large.yaml", "file-too-large"),
        ("predictions/larger.yaml", "file-too-large"),
    ]


def test_seeds_that_are_a_file_do_not_make_every_name_unknown(tmp_path: Path) -> None:
    write(
        tmp_path, predictions__a=record(speaker="ada").replace("https://example.org/talk", "a-card")
    )
    (tmp_path / "seeds").write_text("", encoding="utf-8")
    assert codes(load(tmp_path)) == [("seeds", "unreadable")]


# --- people that are broken, and no cascade after them ---


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("people.yaml", "- ada\n", ("seeds/people.yaml:1:1", "not-a-mapping")),
        ("people.yaml", "# all of them\nada\n", ("seeds/people.yaml:2:1", "not-a-mapping")),
        ("people.yaml", "ada: [a, b\n", ("seeds/people.yaml:1:6", "yaml-syntax")),
        ("people.yaml", "ada:\n  name: [Ada]\n", ("seeds/people.yaml:2:9", "not-text")),
        ("people.yaml", "ada: {}\n", ("seeds/people.yaml:1:1", "missing-key")),
        ("people.yaml", "ada: {name: A}\nada: {name: B}\n", ("seeds/people.yaml:2:1", "duplicate-key")),
        ("people.yaml", "Ada: {name: A}\n", ("seeds/people.yaml:1:1", "invalid-id")),
        ("people.yml", "ada: {name: A}\n", ("seeds/people.yml", "file-ending")),
        ("People.yaml", "ada: {name: A}\n", ("seeds/People.yaml", "invalid-id")),
    ],
)  # fmt: skip
def test_a_broken_people_file_is_told_of_once(
    tmp_path: Path, file: str, text: str, expected: tuple[str, str]
) -> None:
    write(tmp_path, predictions__a=record(speaker="ada"), predictions__b=record(speaker="ada"))
    put(tmp_path, f"seeds/{file}", text)
    registry = load(tmp_path)
    assert codes(registry) == [expected]
    assert list(registry.records) == ["a", "b"]


def test_one_broken_person_leaves_the_others(tmp_path: Path) -> None:
    write(tmp_path, predictions__a=record(speaker="ada"), predictions__b=record(speaker="grace"))
    put(tmp_path, "seeds/people.yaml", "ada: {name: Ada}\nbob: {nam: Bob}\n")
    registry = load(tmp_path)
    assert list(registry.people) == ["ada"]
    assert codes(registry) == [
        ("predictions/b.yaml:3:10", "unknown-speaker"),
        ("seeds/people.yaml:2:7", "unknown-key"),
    ]


def test_without_people_a_key_is_unknown_and_a_name_is_not(tmp_path: Path) -> None:
    write(tmp_path, predictions__a=record(speaker="ada"), predictions__b=record(speaker="Ada"))
    (diagnostic,) = load(tmp_path).diagnostics
    assert (diagnostic.place, diagnostic.code) == ("predictions/a.yaml:3:10", "unknown-speaker")
    assert diagnostic.hint == "add `ada` to seeds/people.yaml, or write the full name"


# --- references ---


def source(text: str, name: str) -> str:
    return text.replace("https://example.org/talk", name)


def test_what_refers_to_a_broken_file_is_not_told_of_too(tmp_path: Path) -> None:
    write(
        tmp_path,
        predictions__a=source(record(more="restates: broken\n"), "card"),
        predictions__b=record(deadline="{kind: after_event, after: ending}"),
        predictions__broken="*a",
        seeds__card="titel: A\n",
    )
    put(tmp_path, "predictions/ending.yml", record())
    assert codes(load(tmp_path)) == [
        ("predictions/broken.yaml:1:1", "yaml-alias"),
        ("predictions/ending.yml", "file-ending"),
        ("seeds/card.yaml:1:1", "unknown-key"),
    ]


def test_a_dangling_id_is_told_of_at_its_place(tmp_path: Path) -> None:
    write(
        tmp_path,
        predictions__film=record(more="restates: flim\n"),
        predictions__b=record(deadline="{kind: after_event, after: nothing-like-it}"),
    )
    registry = load(tmp_path)
    assert [(d.place, d.code, d.hint) for d in registry.diagnostics] == [
        (
            "predictions/b.yaml:6:38",
            "unknown-record",
            "add predictions/nothing-like-it.yaml, or correct the id",
        ),
        ("predictions/film.yaml:8:11", "unknown-record", "did you mean `film`?"),
    ]
    assert list(registry.records) == ["b", "film"]


def test_a_ring_is_told_of_once_from_its_first_id(tmp_path: Path) -> None:
    write(
        tmp_path,
        predictions__b=record(more="restates: c\n"),
        predictions__c=record(more="restates: a\n"),
        predictions__a=record(more="restates: b\n"),
        predictions__into=record(more="restates: b\n"),
    )
    (diagnostic,) = load(tmp_path).diagnostics
    assert (diagnostic.place, diagnostic.code) == ("predictions/a.yaml:8:11", "reference-cycle")
    assert diagnostic.message == "`restates` forms a cycle: a -> b -> c -> a"


def test_a_cycle_is_reported_beside_other_errors_of_its_file(tmp_path: Path) -> None:
    write(tmp_path, predictions__a=record(more="restates: a\n").replace("status: open\n", ""))
    assert codes(load(tmp_path)) == [
        ("predictions/a.yaml:1:1", "missing-key"),
        ("predictions/a.yaml:7:11", "reference-cycle"),
    ]


def test_two_rings_are_two_problems(tmp_path: Path) -> None:
    def after(other: str) -> str:
        return record(deadline=f"{{kind: after_event, after: {other}}}")

    write(
        tmp_path,
        predictions__a=after("b"),
        predictions__b=after("a"),
        predictions__c=after("c"),
        predictions__d=record(more="restates: e\n"),
        predictions__e=record(more="restates: d\n"),
    )
    assert codes(load(tmp_path)) == [
        ("predictions/a.yaml:6:38", "reference-cycle"),
        ("predictions/c.yaml:6:38", "reference-cycle"),
        ("predictions/d.yaml:8:11", "reference-cycle"),
    ]


def test_a_long_cycle_is_shortened_in_the_message(tmp_path: Path) -> None:
    files = {
        f"predictions__r{i:03}": record(more=f"restates: r{(i + 1) % 300:03}\n") for i in range(300)
    }
    write(tmp_path, **files)
    [diagnostic] = load(tmp_path).diagnostics
    names = " -> ".join(f"r{i:03}" for i in range(9))
    assert diagnostic.message == f"`restates` forms a cycle: {names} -> 300 in all -> r000"


def test_references_are_reported_beside_other_errors_of_the_file(tmp_path: Path) -> None:
    broken = record(speaker="ada", more="restates: gone\nreported_by: eve\nhedge: [\u0061]\n")
    card = "titel: x\nauthors: [ada]\n"
    write(tmp_path, predictions__a=broken, seeds__people="bob: {name: Bob}\n", seeds__talk=card)
    assert codes(load(tmp_path)) == [
        ("predictions/a.yaml:3:10", "unknown-speaker"),
        ("predictions/a.yaml:8:11", "unknown-record"),
        ("predictions/a.yaml:9:14", "unknown-speaker"),
        ("predictions/a.yaml:10:8", "not-text"),
        ("seeds/talk.yaml:1:1", "unknown-key"),
        ("seeds/talk.yaml:2:11", "unknown-author"),
    ]


def test_a_broken_people_file_is_no_card(tmp_path: Path) -> None:
    text = record().replace("https://example.org/talk", "people")
    write(tmp_path, predictions__a=text, seeds__people="bob: [\n")
    assert ("predictions/a.yaml:4:9", "unknown-source") in codes(load(tmp_path))


def test_a_long_chain_is_no_ring(tmp_path: Path) -> None:
    files = {f"predictions__r{i}": record(more=f"restates: r{i + 1}\n") for i in range(300)}
    write(tmp_path, **files, predictions__r300=record())
    assert load(tmp_path).diagnostics == ()


def test_facts_of_a_ring_end(tmp_path: Path) -> None:
    write(
        tmp_path,
        predictions__a=record(deadline="{kind: after_event, after: a}"),
        predictions__b=record(deadline="{kind: after_event, after: c}"),
        predictions__c=record(deadline="{kind: after_event, after: b}"),
    )
    registry = load(tmp_path)
    parents = {id_: registry.facts(registry.records[id_]).parent for id_ in registry.records}
    assert parents["a"] is None
    assert parents["b"] is not None
    assert parents["b"].parent is None


def test_a_card_that_is_no_yaml_is_told_of_once(tmp_path: Path) -> None:
    write(tmp_path, predictions__a=record(), seeds__card="title: [")
    assert codes(load(tmp_path)) == [("seeds/card.yaml:1:9", "yaml-syntax")]


def test_a_file_that_grew_since_it_was_found_is_read_to_its_end(tmp_path: Path) -> None:
    write(tmp_path, predictions__a="claim: It comes.")
    diagnostics: list[Diagnostic] = []
    path = "predictions/a.yaml"
    whole = (tmp_path / path).read_bytes()
    assert folders.read(str(tmp_path), path, diagnostics) == whole
    assert diagnostics == []


def test_a_file_that_went_since_it_was_found_is_told_of(tmp_path: Path) -> None:
    diagnostics: list[Diagnostic] = []
    assert folders.read(str(tmp_path), "predictions/a.yaml", diagnostics) is None
    assert [(each.path, each.code) for each in diagnostics] == [
        ("predictions/a.yaml", "unreadable")
    ]


# --- one record at a time ---


CHILD = "{{kind: after_event, after: {after}, within: P1Y}}"
CLOSED = """\
criteria: {correct: It did., incorrect: It did not.}
resolution:
  resolved_on: 2025-06-01
  happened_on: 2025-05-30
  note: It did.
  evidence: [{url: "https://example.org/report"}]
"""


def test_a_scan_says_what_loading_says(tmp_path: Path) -> None:
    closed = record(more=CLOSED).replace("status: open", "status: correct")
    write(
        tmp_path,
        predictions__a_child=record(deadline=CHILD.format(after="z-parent")),
        predictions__z_parent=closed,
        predictions__b_child_of_nobody=record(deadline=CHILD.format(after="gone")),
        predictions__c_its_own_child=record(deadline=CHILD.format(after="c-its-own-child")),
        predictions__d_child_of_broken=record(deadline=CHILD.format(after="broken")),
        predictions__broken="claim: [",
        predictions__one=record(more="restates: two\n"),
        predictions__two=record(more="restates: three\n"),
        predictions__three=record(more="restates: one\n"),
        predictions__first__twin=record(),
        predictions__second__twin=record(speaker="nobody"),
        predictions__stranger=record(speaker="nobdy"),
        seeds__people="nobody: {name: N}\n",
        seeds__card="title: T\nauthors: [who]\n",
    )
    registry, scan = load(tmp_path), Scan(tmp_path)
    today = date(2026, 11, 21)
    overview = due(scan, today)
    assert overview == due(registry, today)
    assert list(overview.counts.values()) == [1, 0, 5, 0, 3, 1]
    assert scan.invalid_files == registry.invalid_files
    assert tuple(sorted(scan.diagnostics, key=lambda each: each.sort_key)) == registry.diagnostics
    assert {each.code for each in scan.diagnostics} == {
        "yaml-syntax",
        "duplicate-id",
        "reference-cycle",
        "unknown-author",
        "unknown-record",
        "unknown-speaker",
    }


def test_a_scan_keeps_no_record(tmp_path: Path) -> None:
    write(tmp_path, predictions__a=record(), predictions__b=record(), predictions__c=record())
    scan = Scan(tmp_path)
    held = [weakref.ref(each.prediction) for each in scan]
    assert [each() for each in held] == [None, None, None]
    with pytest.raises(RuntimeError, match="once"):
        list(scan)
