from __future__ import annotations

import os
import sys
import threading

import pytest

from tracker.cache import Rows
from tracker.index import Index
from tracker.second import Second, has_second_processor

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked there")


@pytest.mark.parametrize(
    ("processors", "threads", "has"),
    [({0, 1}, 1, True), ({0}, 1, False), ({0, 1}, 2, False)],
)
def test_a_second_process_needs_a_processor_and_no_other_thread(
    monkeypatch: pytest.MonkeyPatch, processors: set[int], threads: int, has: bool
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: processors)
    monkeypatch.setattr(threading, "active_count", lambda: threads)
    assert has_second_processor() is has


def test_where_nothing_can_be_forked_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    assert not has_second_processor()


def test_what_the_second_process_fails_at_is_done_by_the_first() -> None:
    first = os.getpid()

    def work(index: Index, rows: Rows) -> None:
        if os.getpid() != first:
            raise MemoryError
        rows.add(b"{}")

    index, rows = Index(), Rows()
    Second(work).join(index, rows)
    assert rows.piece(0, 2) == b"{}"
