"""The files of a project: read when asked for, kept as facts, re-read when they change.

Lives here: Store, differing.
Does not:   what is in a file (extract.py), the disk cache (cache.py).
"""

import gc
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from fe_skill.project.bodies import Bodies
from fe_skill.project.extract import FileFacts, extract, extract_bodies
from fe_skill.project.files import LARGEST, Listing, laid_over, list_files
from fe_skill.project.layout import Layout
from fe_skill.project.second import WORTH, Second, from_data, to_data

# A file without any of these words builds nothing; it is read only when a name leads there.
_BUILD_WORDS = (
    b"APIRouter", b"FastAPI(", b"include_router", b"add_api_", b"add_route", b".mount(",
    b"add_websocket_route",
)  # fmt: skip
# Both start with a letter that is plain, so that looking for them is fast.
_DECORATED = re.compile(
    rb"@[\w.]+\.(?:get|post|put|patch|delete|head|options|trace|websocket|api_route|route"
    rb"|websocket_route|exception_handler|middleware|on_event)\("
)
_APPLICATION = re.compile(
    rb"\n_?(?:app|application|api|asgi|server|main_app)\s*(?::[^=\n]+)?=\s*[\w.]+\("
)


def builds(data: bytes) -> bool:
    """Whether a file may build an application, by a look at its bytes."""
    return (
        any(word in data for word in _BUILD_WORDS)
        or _DECORATED.search(data) is not None
        or _APPLICATION.search(data) is not None
    )


# The second process starts later and its answers have to be taken in.
_THEIR_SHARE = 0.42


_NONE: Mapping[str, bytes] = {}
_T = TypeVar("_T")


class Store:
    """The facts of every file at one moment."""

    def __init__(
        self, root: Path, listing: Listing | None = None, layout: Layout | None = None
    ) -> None:
        self.root = root
        self.listing = list_files(root) if listing is None else listing
        self.layout = Layout(root, self.listing.python) if layout is None else layout
        self.edited: frozenset[str] = frozenset()
        self._bytes: dict[str, bytes] = {}
        self._planned = _NONE
        self._facts: dict[str, FileFacts] = {}
        self._whole: dict[str, FileFacts] = {}
        self.bodies = Bodies(self.data, self._builds)
        self.taken: frozenset[str] = frozenset()
        self._matching: dict[tuple[re.Pattern[bytes], tuple[bytes, ...]], tuple[str, ...]] = {}
        self._looks: dict[Callable[[bytes], Any], dict[str, Any]] = {}
        self._of_files: dict[Callable[[Store, str], Any], dict[str, Any]] = {}
        self._overall: dict[Callable[[bytes], Any], Any] = {}

    def following(self, listing: Listing, *, planned: Mapping[str, bytes] = _NONE) -> "Store":
        """The same project later: what did not change is not read again."""
        edited = differing(self.listing, listing)
        keys = self.listing.python.keys() == listing.python.keys()
        layout = self.layout
        if not keys or not layout.holds_after(edited):
            layout = layout.with_files(listing.python, edited)
        new = Store(self.root, listing, layout)
        new._planned = planned
        new.edited = edited
        new.taken = self.taken.difference(new.edited)
        new._facts = _without(self._facts, new.edited)
        new._whole = _without(self._whole, new.edited)
        new.bodies = self.bodies.following(new.data, new._builds, new.edited)
        new._looks = {how: _without(said, new.edited) for how, said in self._looks.items()}
        # What a file's module is called may rest on others.
        if layout is self.layout:
            new._of_files = {how: _without(of, new.edited) for how, of in self._of_files.items()}
        now = new.edited & listing.python.keys()
        for (how, words), found in self._matching.items():
            hits = [path for path in now if new._hits(how, path, words)]
            new._matching[how, words] = tuple(sorted({*found} - new.edited | {*hits}))
        for look, value in self._overall.items():
            said = self._looks.get(look, {})
            if keys and all(new.look(look, path) == said[path] for path in now):
                new._overall[look] = value
        return new

    def look(self, how: Callable[[bytes], Any], path: str) -> Any:  # noqa: ANN401 -- what `how` says
        """What a look at the bytes of a file says, remembered as long as the file is the same."""
        known = self._looks.setdefault(how, {})
        if path not in known:
            known[path] = how(self.data(path))
        return known[path]

    def of_file(self, how: Callable[["Store", str], _T], path: str) -> _T:
        """What follows from one file and its name, remembered as long as the file is the same."""
        known = self._of_files.setdefault(how, {})
        if path not in known:
            known[path] = how(self, path)
        value: _T = known[path]
        return value

    def overall(self, how: Callable[[bytes], Any], work: Callable[["Store"], _T]) -> _T:
        """What follows from such a look at every file, and from nothing else."""
        if how not in self._overall:
            for path in self.listing.python:
                self.look(how, path)
            self._overall[how] = work(self)
        value: _T = self._overall[how]
        return value

    def outline(self, path: str) -> FileFacts | None:
        """The outline of a file where it was read."""
        return self._facts.get(path)

    def planned(self, files: Mapping[str, bytes]) -> "Store":
        """The same project with other content in some of its files, which the disk doesn't know."""
        return self.following(laid_over(self.listing, files), planned=files)

    def planned_data(self, path: str) -> bytes | None:
        """What `planned` gave for a file of any kind; None where the disk holds."""
        return self._planned.get(path)

    def take(self, kept: dict[str, Any]) -> None:
        """Use outlines that an earlier process kept, for the files that are as they were."""
        for path, entry in kept.items():
            stamp = self.listing.python.get(path)
            if stamp is None or path in self._facts or not isinstance(entry, list):
                continue
            if entry[:2] == [stamp.size, stamp.modified]:
                with suppress(ValueError):
                    self._facts[path] = from_data(entry[2] if len(entry) > 2 else None)  # noqa: PLR2004
        self.taken = frozenset(self._facts)

    def to_keep(self) -> dict[str, Any] | None:
        """All outlines with their stamps, or None: nothing new since they were taken."""
        if self._facts.keys() <= self.taken:
            return None
        self.taken = frozenset(self._facts)
        stamps = self.listing.python
        return {
            path: [stamps[path].size, stamps[path].modified, to_data(facts)]
            for path, facts in self._facts.items()
            if path in stamps
        }

    def drop(self) -> None:
        """Forget all outlines: what was taken turned out to be unusable."""
        self._facts.clear()
        self._whole.clear()

    def forget_bytes(self) -> None:
        """Let go of the sources: only facts stay in memory."""
        self._bytes.clear()
        self.bodies.forget_sources()

    def data(self, path: str) -> bytes:
        """The bytes of a file; empty where it can't be read or is too large to be hand-written."""
        known = self._planned.get(path, self._bytes.get(path))
        if known is None:
            stamp = self.listing.python.get(path) or self.listing.notes.get(path)
            too_large = stamp is None or stamp.size > LARGEST
            try:
                known = b"" if too_large else self._on_disk(path)
            except OSError:
                known = b""
            self._bytes[path] = known
        return known

    def _on_disk(self, path: str) -> bytes:
        # Thousands of files are read so: neither a Path nor a buffer is made for each.
        with open(f"{self.root}/{path}", "rb", 0) as file:  # noqa: PTH123
            return file.readall()

    def facts(self, path: str) -> FileFacts:
        """The outline of a file."""
        known = self._facts.get(path)
        if known is None:
            known = self._facts[path] = extract(self.data(path))
        return known

    def read(self) -> dict[str, FileFacts]:
        """The files that were read so far."""
        return self._facts

    def whole(self, path: str) -> FileFacts:
        """A file with every function body."""
        known = self._whole.get(path)
        if known is None:
            known = self._whole[path] = extract_bodies(self.data(path))
        return known

    def matching(self, pattern: re.Pattern[bytes], *words: bytes) -> tuple[str, ...]:
        """The files in whose bytes the pattern is found; each match has one of `words` in it."""
        known = self._matching.get((pattern, words))
        if known is None:
            known = tuple(p for p in self.listing.python if self._hits(pattern, p, words))
            self._matching[pattern, words] = known
        return known

    def mentions(self, path: str, words: Iterable[bytes]) -> bool:
        """Whether one of some words is in the bytes of a file."""
        return any(self.look(_has(word), path) for word in words)

    def _hits(self, pattern: re.Pattern[bytes], path: str, words: tuple[bytes, ...]) -> bool:
        data = self.data(path)
        # Looking for a plain word is many times faster than looking for a pattern.
        worth = not words or any(word in data for word in words)
        return worth and pattern.search(data) is not None

    def read_ahead(self, paths: Iterable[str]) -> None:
        """Read many files at once, half of them in a second process where that pays."""
        wanted = [path for path in paths if path not in self._facts]
        sizes = {path: len(self.data(path)) for path in wanted}
        total = sum(sizes.values())
        if total < WORTH or (os.cpu_count() or 1) < 2:  # noqa: PLR2004
            return
        theirs: list[str] = []
        share = 0
        for path in sorted(wanted, key=lambda path: -sizes[path]):
            if path in self._planned:
                continue
            if share < total * _THEIR_SHARE:
                share += sizes[path]
                theirs.append(path)
        second = Second(self.root, theirs)
        for path in wanted:
            if path not in theirs:
                self.facts(path)
        self._facts.update(second.answers())

    def builders(self) -> tuple[str, ...]:
        """The files that may build an application."""
        return self.overall(builds, _builders)

    def _builds(self, path: str) -> bool:
        return bool(self.look(builds, path))


@cache
def _has(word: bytes) -> Callable[[bytes], bool]:
    return lambda data: word in data


def _builders(store: Store) -> tuple[str, ...]:
    return tuple(path for path in store.listing.python if store.look(builds, path))


def differing(old: Listing, new: Listing) -> frozenset[str]:
    """The files of either that are not the same in the other."""
    before, after = old.python | old.notes, new.python | new.notes
    changed = {path for path, stamp in after.items() if before.get(path) != stamp}
    return frozenset(changed | (before.keys() - after.keys()))


def _without(known: dict[str, Any], gone: Iterable[str]) -> dict[str, Any]:
    left = known.copy()
    for path in gone:
        left.pop(path, None)
    return left


@contextmanager
def collector_paused() -> Iterator[None]:
    """No garbage collection inside: trees and facts have no cycles worth looking for."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # What was made is here to stay: as old objects it isn't looked through at once.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
