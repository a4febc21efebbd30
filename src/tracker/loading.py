"""Owns how the short way reads a folder: what has changed is read and judged, the rest is kept.

It streams: a file's text and values are let go before the next one is read.
"""

from __future__ import annotations

import gc
from array import array
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from tracker import folder
from tracker.cache import Cache, Kept, Rows, is_settled
from tracker.folder import PEOPLE, PREDICTIONS, SEEDS, Walk
from tracker.index import (
    BROKEN,
    GOOD,
    LOST,
    TWIN,
    Index,
    is_listed,
    read_record,
    read_row,
    stem,
)
from tracker.listing import Listing
from tracker.references import Known, is_key, lost_names, may_be_people, rings

if TYPE_CHECKING:
    from tracker.folder import Tell

__all__ = ["ask", "load"]

#: From so many changed files on a second process pays for itself.
_FORK_FROM = 2000
_UNKNOWN = bytes(16)
#: Files that are looked into before those that hold what they held are taken over.
_BLOCK = 256

T = TypeVar("T")


def ask(
    walk: Walk, question: Callable[[Listing], T], *, cached: bool = True, tell: Tell | None = None
) -> tuple[Listing, T]:
    """What is listed in a folder, and the answer to a question about it.

    A cache whose numbers are whole and whose rows are not what they should be shows itself here:
    then everything is read anew.
    """
    listing = load(walk, cached=cached, tell=tell)
    try:
        return listing, question(listing)
    except Exception:
        if not listing.is_from_cache:
            raise  # a mistake of this code, not of what was kept
    listing = load(walk, cached=cached, tell=tell, anew=True)
    return listing, question(listing)


def load(
    walk: Walk, *, cached: bool = True, tell: Tell | None = None, anew: bool = False
) -> Listing:
    """What there is to list in a folder.

    `cached`: what was read is kept in the user's cache folder, and only what has changed is read;
    `anew`: but not this time.
    """
    was_enabled = gc.isenabled()
    gc.disable()  # nothing here goes round in a circle, and looking for what does costs a third
    try:
        if cached:
            with suppress(OSError):  # no room for it
                return _load_cached(walk, Cache(walk.root), tell, anew)
        with suppress(OSError):  # no room for a file without a name either, or no second process
            return _load(walk, None, tell, anew)
        return _load(walk, None, tell, anew, is_alone=True)
    finally:
        if was_enabled:
            gc.enable()


def _load_cached(walk: Walk, cache: Cache, tell: Tell | None, anew: bool) -> Listing:
    try:
        return _load(walk, cache, tell, anew)
    except OSError:
        raise
    except Exception:
        if anew:
            raise
    return _load(walk, cache, tell, anew=True)  # whatever is odd about what was kept


def _load(
    walk: Walk, cache: Cache | None, tell: Tell | None, anew: bool, *, is_alone: bool = False
) -> Listing:
    walk.sort()
    kept = cache.open() if cache and not anew else None
    if kept is not None:
        old = kept.index
        if old.paths == walk.paths and old.stamps == walk.stamps and old.odd == walk.odd:
            return Listing(walk, old, kept.rows, is_from_cache=True)
    rows = cache.rows() if cache else Rows(is_in_memory=is_alone)
    try:
        index = _read(_Reader(walk, kept, rows.since), rows, tell, is_alone=is_alone)
        if cache:
            cache.save(index, rows)
        rows.finish()
    except BaseException:
        rows.close()
        raise
    return Listing(walk, index, rows, is_from_cache=kept is not None)


def _read(reader: _Reader, rows: Rows, tell: Tell | None, *, is_alone: bool) -> Index:
    walked = reader.walked
    total = len(walked.paths)
    index = Index(seeds=walked.seeds, odd=walked.odd)
    reader.part(index, rows, range(walked.seeds))
    known, index.known = _known(index, rows)
    reader.known = known
    from tracker.second import Second, has_second_processor

    if is_alone or reader.changed() < _FORK_FROM or not has_second_processor():
        reader.part(index, rows, range(walked.seeds, total), tell)
    else:
        from tracker import judge  # noqa: F401  # before there are two who would import it

        middle = (walked.seeds + total) // 2
        second = Second(lambda part, there: reader.part(part, there, range(middle, total)))
        reader.part(index, rows, range(walked.seeds, middle), tell, share=2)
        second.join(index, rows)
    if reader.kept is not None:
        old = reader.kept.index
        if old.paths == index.paths and old.digests == index.digests and old.odd == index.odd:
            index.flags, index.invalid = old.flags, old.invalid  # a fresh checkout of the same
            return index
        if old.known != index.known:
            _look_for_names_again(index, rows, known)
    _finish(index, rows, known)
    return index


class _Reader:
    """One reading of a folder: what it has seen, and what it may reuse."""

    def __init__(self, walked: Walk, kept: Kept | None, since: int) -> None:
        self.walked = walked
        self.kept = kept
        self.since = since  # 0 where nothing is kept
        self.known = Known(None, (), ())

    def changed(self) -> int:
        """About how many files have to be looked into: as many as there are new stamps."""
        if self.kept is None:
            return len(self.walked.paths)
        return len(set(self.walked.stamps[1::4]).difference(self.kept.index.stamps[1::4]))

    def part(
        self, index: Index, rows: Rows, places: range, tell: Tell | None = None, share: int = 1
    ) -> None:
        """Read the files at these places, one after the other."""
        walked = self.walked
        at = places.start
        before = 0  # how far the last run's files have been passed
        while at < places.stop:
            if self.kept is not None:
                old = self.kept.index
                here = _order(walked.paths[at])
                while before < len(old.paths) and _order(old.paths[before]) < here:
                    before += 1
                same = self._same(at, before, places.stop)
                if same:
                    _keep(index, rows, self.kept, before, same)
                    at += same
                    before += same
                    continue
                data, same = self._same_bytes(index, rows, at, before, places.stop)
                if same:
                    at += same
                    before += same
                    continue
                self._one(index, rows, at, data)
            else:
                self._one(index, rows, at, None)
            at += 1
            if tell is not None and not at % 100:
                tell((at - places.start) * share, len(walked.paths))

    def _same(self, at: int, before: int, end: int) -> int:
        """How many files from here on are as they were; whole runs are compared at once."""
        assert self.kept is not None
        new, old = self.walked, self.kept.index
        for width in (1024, 64, 8, 1):
            if (
                at + width <= end
                and before + width <= len(old.paths)
                and new.stamps[4 * at : 4 * (at + width)]
                == old.stamps[4 * before : 4 * (before + width)]
                and new.paths[at : at + width] == old.paths[before : before + width]
            ):
                return width
        return 0

    def _same_bytes(
        self, index: Index, rows: Rows, at: int, before: int, end: int
    ) -> tuple[bytes | None, int]:
        """Keep the files from here on that hold what they held, as in a fresh checkout.

        The bytes of the first one that does not, if it was read, and how many were kept.
        """
        from hashlib import blake2b  # some milliseconds, for nothing when nothing has changed

        assert self.kept is not None
        new, old = self.walked, self.kept.index
        count = 0
        data = None
        most = min(_BLOCK, end - at, len(old.paths) - before)
        paths, sizes = new.paths[at : at + most], new.stamps[4 * at : 4 * (at + most) : 4]
        digests = bytes(old.digests[16 * before : 16 * (before + most)])
        for path, was, size in zip(paths, old.paths[before : before + most], sizes, strict=True):
            if path != was:
                break
            data = folder.read(new.root, path, size, [])
            if data is None:
                break
            if blake2b(data, digest_size=16).digest() != digests[16 * count : 16 * count + 16]:
                break
            data = None
            count += 1
        if count:
            _keep(index, rows, self.kept, before, count)
            stamps = array("q")
            for place in range(at, at + count):
                stamps.extend(self._told(place))
            index.stamps[-4 * count :] = stamps
        return data, count

    def _told(self, at: int) -> tuple[int, int, int, int]:
        """What is kept of a file's stamp. A size of -1 is none: then its bytes are compared."""
        size, modified, inode, changed = self.walked.stamps[4 * at : 4 * at + 4]
        stamp = (size, modified, inode, changed)
        return stamp if is_settled(stamp, self.since) else (-1, 0, 0, 0)

    def _one(self, index: Index, rows: Rows, at: int, data: bytes | None) -> None:
        path = self.walked.paths[at]
        if data is None:
            data = folder.read(self.walked.root, path, self.walked.stamps[4 * at], [])
        if data is None:
            index.add(path, (-1, 0, 0, 0), _UNKNOWN, 0, (0, 0, 0, 0), (rows.end, 0, 0))
            return
        digest = _UNKNOWN
        if self.since:
            from hashlib import blake2b

            digest = blake2b(data, digest_size=16).digest()
        from tracker.judge import judge

        found = judge(path, data, self.known)
        index.add(path, self._told(at), digest, found.flags, found.turns, rows.add(found.row))
        if found.links is not None:
            index.links[path] = found.links


def _order(path: str) -> tuple[bool, str]:
    """The order in which files are walked: seeds first."""
    return (not path.startswith(SEEDS), path)


def _keep(index: Index, rows: Rows, kept: Kept, at: int, count: int) -> None:
    """Take over a run of files from the last time."""
    old = kept.index
    spans = old.spans[3 * at : 3 * (at + count)]
    begin, end = spans[0], spans[-3] + spans[-2]
    shift = rows.end - begin
    rows.copy(kept.rows, begin, end - begin)
    if shift:
        for place in range(0, len(spans), 3):
            spans[place] += shift
    index.spans += spans
    paths = old.paths[at : at + count]
    index.paths += paths
    index.stamps += old.stamps[4 * at : 4 * (at + count)]
    index.digests += old.digests[16 * at : 16 * (at + count)]
    index.flags += old.flags[at : at + count]
    index.turns += old.turns[4 * at : 4 * (at + count)]
    index.links.update((path, old.links[path]) for path in paths if path in old.links)


# --- what only the whole can tell ---


def _known(index: Index, rows: Rows) -> tuple[Known, int]:
    """The people and cards that may be named, broken ones included, and a number for them."""
    people: set[str] | None = set()
    cards = {stem(path) for path in index.odd if path.startswith(f"{SEEDS}/")}
    seen = list(index.odd)
    for place, path in enumerate(index.paths):
        flags = index.flags[place]
        if path != PEOPLE:
            cards.add(stem(path))
            continue
        if flags != GOOD:
            cards.add(stem(path))
        seen = []
        row: Any = read_row(index, rows, place) if flags & GOOD else {"broken": None}
        people = None if row["broken"] is None else {*row["people"], *row["broken"]}
    if may_be_people(seen):
        people = None
    from hashlib import blake2b

    told = "\0".join(["?" if people is None else "\1".join(sorted(people)), *sorted(cards)])
    digest = blake2b(told.encode("utf-8", "surrogateescape"), digest_size=8).digest()
    return Known(people, cards, ()), int.from_bytes(digest, "little")


def _look_for_names_again(index: Index, rows: Rows, known: Known) -> None:
    """Mark who names somebody unknown: the people or the cards are others than last time."""
    for place in range(index.seeds, len(index.paths)):
        if index.flags[place] & GOOD:
            values = read_record(index, rows, place)[1]
            is_lost = next(lost_names(values, known), None) is not None
            index.flags[place] = index.flags[place] & ~LOST | (LOST if is_lost else 0)


def _finish(index: Index, rows: Rows, known: Known) -> None:
    """Mark who has an id that is taken, and list all files with an error."""
    invalid = set(index.odd)
    for places in (range(index.seeds), range(index.seeds, len(index.paths))):
        taken: set[str] = set()
        for place in places:
            flags = index.flags[place] & ~TWIN
            path = index.paths[place]
            if path != PEOPLE and flags:
                name = stem(path)
                if name in taken:
                    flags |= TWIN
                taken.add(name)
            index.flags[place] = flags
            if flags & (BROKEN | LOST | TWIN) or not flags:
                invalid.add(path)
    invalid.update(_lost_records(index))
    invalid.update(_lost_authors(index, rows, known))
    index.invalid = sorted(invalid)


def _lost_records(index: Index) -> set[str]:
    """The files that name a record that is not there, or go round in a circle."""
    if not index.links:
        return set()
    records = {stem(path) for path in index.paths[index.seeds :]}
    records.update(stem(path) for path in index.odd if path.startswith(f"{PREDICTIONS}/"))
    paths = {}
    for place in range(index.seeds, len(index.paths)):
        path = index.paths[place]
        if path in index.links and is_listed(index.flags[place]):
            paths[stem(path)] = path
    found = set()
    for which in (0, 1):
        following = {name: index.links[path][which] for name, path in sorted(paths.items())}
        for name, other in following.items():
            if other is not None and other not in records and is_key(other):
                found.add(paths[name])
        found.update(paths[ring[0]] for ring in rings(following))
    return found


def _lost_authors(index: Index, rows: Rows, known: Known) -> set[str]:
    """The cards whose author is unknown."""
    found = set()
    for place, path in enumerate(index.paths[: index.seeds]):
        if known.people is not None and path != PEOPLE and is_listed(index.flags[place]):
            authors = read_row(index, rows, place)[3]
            if any(name not in known.people and is_key(name) for name in authors):
                found.add(path)
    return found
