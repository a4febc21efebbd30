from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.fuzz.edits import (
    AFTER,
    CARD,
    PEOPLE,
    TEXTS,
    begin,
    carry_out,
    coarsen,
    damages,
    record,
    rewrite_unseen,
    sequences,
    touch,
    write,
)  # fmt: skip

from tracker import loading, registry, rows
from tracker.cli import main
from tracker.folder import Walk
from tracker.index import Index, encode
from tracker.listing import Listing
from tracker.query import Filter

TODAY = date(2026, 5, 14)


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


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sequences)
def test_the_cache_never_changes_an_answer(
    tmp_path_factory: pytest.TempPathFactory, runs: list[list[tuple[Any, ...]]]
) -> None:
    root = tmp_path_factory.mktemp("all") / "registry"
    begin(root)
    for steps in runs:
        carry_out(root, steps)
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


def test_a_file_that_is_younger_than_the_clock_can_tell_is_read_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coarsen(monkeypatch, 2_000_000_000)
    loading.load(Walk(str(root)))
    rewrite_unseen(root, "predictions/a.yaml", "2026-05-13", "2027-05-13")

    [row] = loading.load(Walk(str(root))).rows(TODAY)
    assert row.latest == date(2027, 5, 13)


def test_a_time_of_change_that_was_put_back_deceives_nobody(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(monkeypatch)
    loading.load(Walk(str(root)))
    file = root / "predictions" / "a.yaml"
    before = file.stat().st_ctime_ns
    while file.stat().st_ctime_ns == before:  # until the clock steps
        rewrite_unseen(root, "predictions/a.yaml", "2026-05-13", "2027-05-13")

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


def test_a_pipe_in_its_place_is_not_waited_for(root: Path, cache: Path) -> None:
    loading.load(Walk(str(root)))
    file = kept_file(cache)
    file.unlink()
    os.mkfifo(file, 0o600)

    assert not loading.load(Walk(str(root))).is_from_cache
    assert loading.load(Walk(str(root))).is_from_cache


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


@pytest.mark.parametrize("most", [100, 10])  # bytes in memory: rows go to a file, or all at once
@pytest.mark.parametrize("cached", [True, False])
def test_a_disk_that_is_full_at_any_byte_changes_no_answer(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, most: int, cached: bool
) -> None:
    expected = told(loading.load(Walk(str(root)), cached=False))
    monkeypatch.setattr("tracker.cache._MOST_BUFFERED", most)
    write_bytes = os.write
    left = 0

    def write_some(descriptor: int, data: bytes) -> int:
        nonlocal left
        if not left:
            raise OSError(28, "No space left on device")
        some = data[:left]
        left -= len(some)
        return write_bytes(descriptor, some)

    monkeypatch.setattr("tracker.cache.os.write", write_some)
    for room in range(0, 1500, 75):
        left = room
        assert loading.ask(Walk(str(root)), told, cached=cached)[1] == expected
    assert list(cache.glob("*.new")) == []


def test_without_room_for_any_file_rows_stay_in_memory(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = told(loading.load(Walk(str(root)), cached=False))

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tracker.cache._create", full)
    monkeypatch.setattr("tracker.cache._MOST_BUFFERED", 100)
    assert told(loading.load(Walk(str(root)))) == expected


@pytest.mark.parametrize(
    "spoil",
    [
        lambda index: index.spans.extend([0] * 3 * len(index.paths)),
        lambda index: index.turns.pop(),
        lambda index: index.flags.clear(),
        lambda index: index.links.update({"predictions/a.yaml": (1, 2)}),
        lambda index: index.spans.__setitem__(-2, 2**62),
        lambda index: index.spans.__setitem__(-3, -1),
        lambda index: setattr(index, "known", "x"),
    ],
)
def test_an_index_of_odd_values_is_read_anew(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Index], object]
) -> None:
    settle(monkeypatch)
    expected = told(loading.load(Walk(str(root))))
    for changed in (False, True):
        if changed:
            write(root, "predictions/c.yaml", "status: opem\n")
            expected = told(loading.load(Walk(str(root)), cached=False))
        with monkeypatch.context() as patch:
            patch.setattr(
                "tracker.cache.encode", lambda index, about: (spoil(index), encode(index, about))[1]
            )
            with contextlib.suppress(Exception):
                loading.load(Walk(str(root)), anew=True)
        assert loading.ask(Walk(str(root)), told)[1] == expected


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


def test_where_nothing_can_be_forked_one_process_reads_all(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = told(loading.load(Walk(str(root)), cached=False))
    monkeypatch.setattr(loading, "_FORK_FROM", 0)
    monkeypatch.setattr("tracker.second.has_second_processor", lambda: True)

    def fork() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("tracker.second.os.fork", fork)
    assert told(loading.load(Walk(str(root)))) == expected


def test_where_a_files_owner_can_not_be_told_nothing_is_kept(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "getuid")

    assert loading.load(Walk(str(root))).rows(TODAY)
    assert not cache.exists()


def test_filters_ask_the_rows(root: Path) -> None:
    write(root, "predictions/b.yaml", record(more="tags: [chips]\n"))
    found = loading.load(Walk(str(root))).due(TODAY, where=Filter(tag=("chips",)))

    assert [row.id for row in found.rows] == ["b"]
    assert (found.total, found.listed) == (1, ())
