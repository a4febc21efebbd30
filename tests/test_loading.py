from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker import loading, registry, rows
from tracker.cli import main
from tracker.folder import Walk
from tracker.listing import Listing
from tracker.query import Filter

TODAY = date(2026, 5, 14)
RECORD = """\
claim: It happens.
quote: 會發生
speaker: {speaker}
source: {source}
made_on: 2024-02
deadline: {deadline}
criteria:
  correct: Two reports say so.
  incorrect: None does.
{more}status: open
"""
PEOPLE = "wang-yang:\n  name: 汪揚\n  name_en: Wang Yang\n"
CARD = "title: 經濟導報\nauthors: [wang-yang]\n"


def record(
    speaker: str = "wang-yang", source: str = "card", deadline: str = "2026-05-13", more: str = ""
) -> str:
    return RECORD.format(speaker=speaker, source=source, deadline=deadline, more=more)


AFTER = record(deadline="\n  kind: after_event\n  after: a")
RESOLVED = record().replace(
    "status: open\n",
    "status: correct\nresolution:\n  resolved_on: 2026-05-01\n  happened_on: 2026-04\n"
    "  note: Seen.\n  evidence:\n    - url: https://example.org\n",
)
#: Texts of files: pairs of the same size among them, and what is wrong in every way.
TEXTS = (
    record(),
    record(deadline="2027-05-13"),
    record(speaker="wang-yanh"),
    record(source="card-two"),
    record(source="https://example.org/a"),
    record(more="restates: a\n"),
    record(more="restates: b\n"),
    record(more="tags: [chips]\n"),
    AFTER,
    RESOLVED,
    RESOLVED.replace("2026-05-01", "2026-06-01"),
    record(more="review:\n  next: 2026-06-01\n  why: Soon.\n"),
    "status: opem\n",
    "a: [\n",
    "",
    PEOPLE,
    PEOPLE.replace("wang-yang", "wang-yanh"),
    "wang-yang: x\n",
    "WY:\n  name: x\n",
    CARD,
    CARD.replace("wang-yang", "wang-yanh"),
    CARD + "title_en: Economic Herald\nlanguage: zh-Hant\n",
)
PATHS = (
    "predictions/a.yaml",
    "predictions/b.yaml",
    "predictions/c.yaml",
    "predictions/sub/a.yaml",
    "predictions/sub/d.yaml",
    "predictions/a.yml",
    "predictions/A b.yaml",
    "seeds/people.yaml",
    "seeds/people.yml",
    "seeds/card.yaml",
    "seeds/card-two.yaml",
    "seeds/sub/card.yaml",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "registry"
    (folder / "predictions").mkdir(parents=True)
    (folder / "seeds").mkdir()
    (folder / "predictions" / "a.yaml").write_text(record(), "utf-8")
    (folder / "seeds" / "people.yaml").write_text(PEOPLE, "utf-8")
    (folder / "seeds" / "card.yaml").write_text(CARD, "utf-8")
    return folder


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("TRACKER_CACHE_DIR", str(folder))
    return folder


def told(listing: Listing, **how: Any) -> tuple[object, ...]:
    """All that a listing says."""
    found = listing.due(TODAY, every=True, **how)
    return found, listing.rows(TODAY), listing.invalid_files, listing.is_empty


def told_by_registry(root: Path) -> tuple[object, ...]:
    """The same, said the long way."""
    loaded = registry.load(root)
    found = rows.due(loaded, TODAY)
    is_empty = not loaded.records and not loaded.diagnostics
    return found, rows.rows(loaded, TODAY), loaded.invalid_files, is_empty


# --- what is done to a folder between two runs ---

Step = Callable[[Path], None]


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


def rewrite_unseen(root: Path, path: str, text: str) -> None:
    """In the same second, with the time of change put back, as some tools do."""
    file = root / path
    if file.exists():
        before = file.stat()
        file.write_text(text, "utf-8")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def delete(root: Path, path: str) -> None:
    (root / path).unlink(missing_ok=True)


def touch(root: Path, path: str, when: int) -> None:
    if (root / path).exists():
        os.utime(root / path, (when, when))


def rename(root: Path, path: str, other: str) -> None:
    if (root / path).exists():
        (root / other).parent.mkdir(parents=True, exist_ok=True)
        (root / path).replace(root / other)


_paths = st.sampled_from(PATHS)
_texts = st.sampled_from(TEXTS)
_steps = st.one_of(
    st.tuples(st.just(write), _paths, _texts),
    st.tuples(st.just(write), _paths, _texts),
    st.tuples(st.just(rewrite_unseen), _paths, _texts),
    st.tuples(st.just(delete), _paths),
    st.tuples(st.just(touch), _paths, st.sampled_from([0, 1_700_000_000, 4_000_000_000])),
    st.tuples(st.just(rename), _paths, _paths),
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.lists(_steps, max_size=4), min_size=1, max_size=5))
def test_the_cache_never_changes_an_answer(
    tmp_path_factory: pytest.TempPathFactory, runs: list[list[tuple[Any, ...]]]
) -> None:
    root = tmp_path_factory.mktemp("registry")
    (root / "predictions").mkdir()
    (root / "seeds").mkdir()
    for steps in runs:
        for do, *arguments in steps:
            do(root, *arguments)
        kept = told(loading.load(Walk(str(root))))
        assert kept == told(loading.load(Walk(str(root)), cached=False))
        assert kept == told_by_registry(root)


def settle(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the files had been written long before they are read."""
    monkeypatch.setattr(loading, "is_settled", lambda *_: True)


def test_what_has_not_changed_is_not_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch)
    before = told(loading.load(Walk(str(root))))
    monkeypatch.setattr("tracker.folder.read", lambda *_: pytest.fail("a file was read"))

    assert told(loading.load(Walk(str(root)))) == before


def test_a_fresh_checkout_is_read_and_not_parsed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = told(loading.load(Walk(str(root))))
    for path in root.rglob("*.yaml"):
        touch(root, str(path.relative_to(root)), 1_700_000_000)
    monkeypatch.setattr("tracker.judge.judge", lambda *_: pytest.fail("a file was judged"))

    assert told(loading.load(Walk(str(root)))) == before


def test_a_file_that_is_younger_than_the_clock_can_tell_is_read_again(root: Path) -> None:
    loading.load(Walk(str(root)))
    rewrite_unseen(root, "predictions/a.yaml", record(deadline="2027-05-13"))

    [row] = loading.load(Walk(str(root))).rows(TODAY)
    assert row.latest == date(2027, 5, 13)


def test_a_name_that_comes_or_goes_counts_in_records_that_did_not_change(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(monkeypatch)
    assert loading.load(Walk(str(root))).invalid_files == ()
    (root / "seeds" / "people.yaml").write_text("other:\n  name: Other\n", "utf-8")

    found = loading.load(Walk(str(root))).invalid_files
    assert found == ("predictions/a.yaml", "seeds/card.yaml")
    assert found == registry.load(root).invalid_files


# --- the file itself ---


def kept_file(cache: Path) -> Path:
    [file] = cache.glob("*.rows")
    return file


def test_it_is_private_and_outside_the_registry(root: Path, cache: Path) -> None:
    loading.load(Walk(str(root)))

    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert stat.S_IMODE(kept_file(cache).stat().st_mode) == 0o600
    assert not list(root.rglob("*.rows"))


def damages(data: bytes) -> Iterator[bytes]:
    yield b""
    yield data[: len(data) // 2]
    yield data + b"\0"
    for at in range(0, len(data), max(1, len(data) // 60)):
        yield data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]


def test_a_damaged_file_changes_no_answer(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(monkeypatch)
    write(root, "predictions/b.yaml", AFTER)
    expected = told(loading.load(Walk(str(root))))
    file = kept_file(cache)
    for data in list(damages(file.read_bytes())):
        file.write_bytes(data)
        _, found = loading.ask(Walk(str(root)), told)
        assert found == expected


def test_a_row_of_the_wrong_shape_is_read_anew(root: Path, cache: Path) -> None:
    answer = loading.ask(Walk(str(root)), told)[1]
    calls = []

    def question(listing: Listing) -> object:
        calls.append(listing.is_from_cache)
        if listing.is_from_cache:
            raise KeyError("claim")
        return told(listing)

    assert loading.ask(Walk(str(root)), question)[1] == answer
    assert calls == [True, False]


def test_other_code_does_not_read_it(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loading.load(Walk(str(root)))
    assert loading.load(Walk(str(root))).is_from_cache

    monkeypatch.setattr("tracker.fingerprint.of_rows", lambda: 1)
    assert not loading.load(Walk(str(root))).is_from_cache


def test_a_link_in_its_place_is_not_followed(root: Path, cache: Path, tmp_path: Path) -> None:
    loading.load(Walk(str(root)))
    file = kept_file(cache)
    elsewhere = tmp_path / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    before = elsewhere.read_bytes()

    assert not loading.load(Walk(str(root))).is_from_cache
    assert not file.is_symlink()
    assert elsewhere.read_bytes() == before


@pytest.mark.parametrize("mode", [0o777, 0o770])
def test_a_folder_that_others_can_write_to_is_not_used(root: Path, cache: Path, mode: int) -> None:
    cache.mkdir()
    cache.chmod(mode)

    loading.load(Walk(str(root)))
    assert list(cache.iterdir()) == []


def test_a_folder_inside_the_registry_is_not_used(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_CACHE_DIR", str(root / "cache"))

    assert loading.load(Walk(str(root))).rows(TODAY)
    assert not (root / "cache").exists()


def test_without_room_for_it_the_answer_is_the_same(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = told(loading.load(Walk(str(root)), cached=False))

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tracker.cache.os.replace", full)
    assert told(loading.load(Walk(str(root)))) == expected
    assert list(cache.iterdir()) == []
    cache.rmdir()
    cache.write_text("a file where the folder should be", "utf-8")
    assert told(loading.load(Walk(str(root)))) == expected


def test_no_cache_reads_and_writes_none(
    root: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["due", "--root", str(root), "--no-cache", "--as-of", "2026-05-14"]) == 0

    assert "1 due" in capsys.readouterr().out
    assert not cache.exists()


# --- two processes ---


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_second_process_changes_no_answer(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        write(root, f"predictions/r{number:03}.yaml", TEXTS[number % 14])
    expected = told(loading.load(Walk(str(root)), cached=False))
    monkeypatch.setattr(loading, "_FORK_FROM", 10)
    monkeypatch.setattr("tracker.second.has_second_processor", lambda: True)

    assert told(loading.load(Walk(str(root)), cached=False)) == expected
    assert told(loading.load(Walk(str(root)))) == expected
    shutil.rmtree(root / "seeds")
    assert told(loading.load(Walk(str(root)))) == told_by_registry(root)


def test_filters_ask_the_rows(root: Path) -> None:
    write(root, "predictions/b.yaml", record(more="tags: [chips]\n"))
    found = loading.load(Walk(str(root))).due(TODAY, where=Filter(tag=("chips",)))

    assert [row.id for row in found.rows] == ["b"]
    assert (found.total, found.listed) == (1, ())


# --- the answer that is given again ---


def test_the_same_question_is_answered_without_reading_rows(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(monkeypatch)
    argv = ["due", "--root", str(root), "--as-of", "2026-05-14"]
    assert main([*argv, "--fail-on", "due"]) == 1
    first = capsys.readouterr().out
    monkeypatch.setattr(loading, "ask", lambda *_, **__: pytest.fail("it was worked out again"))

    assert main([*argv, "--fail-on", "due"]) == 1
    assert capsys.readouterr().out == first


@pytest.mark.parametrize(
    "other",
    [
        ["--as-of", "2026-05-15"],
        ["--fail-on", "due"],
        ["--format", "json"],
        ["--within", "60d"],
        ["--grace", "0"],
        ["--tag", "chips"],
        ["--speaker", "wang-yang"],
        ["--color", "always"],
    ],
)
def test_another_question_has_another_answer(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    other: list[str],
) -> None:
    settle(monkeypatch)
    argv = ["due", "--root", str(root), "--as-of", "2026-05-14"]
    main(argv)
    first = capsys.readouterr().out
    code = main([*argv, *other])
    second = capsys.readouterr().out

    assert main([*argv, *other, "--no-cache"]) == code
    assert capsys.readouterr().out == second
    # These two change who is told of nothing here; the rest shows.
    assert (second == first) == (other[0] in ("--fail-on", "--speaker", "--within"))


def test_a_changed_file_or_a_damaged_answer_is_worked_out_again(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(monkeypatch)
    argv = ["list", "--root", str(root), "--as-of", "2026-05-14"]
    main(argv)
    first = capsys.readouterr().out
    [file] = cache.glob("*.list")
    for data in list(damages(file.read_bytes())):
        file.write_bytes(data)
        assert main(argv) == 0
        assert capsys.readouterr().out == first
    write(root, "predictions/b.yaml", record())
    main(argv)
    assert "2 predictions" in capsys.readouterr().out
