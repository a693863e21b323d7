"""The facts of a project on disk, for the next process.

Lives here: Cache.
Does not:   what facts are (model.py), how they are written (codec.py).

One folder a project under the user's own cache folder, one file a kind of facts. Each file carries
the stamp of the listing that it was worked out from and a digest of its own bytes: with another
stamp it is stale, with another digest damaged; both are as if it were not there. Whoever can write
there can already act as the user, which is why it isn't kept inside the project.
"""

import contextlib
import hashlib
import json
import os
import tempfile
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from fe_skill.project.codec import MisfitError, dump, load
from fe_skill.project.files import Listing

_DIGEST = 32
_LARGEST = 200_000_000
_OUTLINES = "outlines"


class Cache:
    """What is kept of one project at one moment.

    `current`: this is the moment that other processes know; else a later one, between the edits of
    a running server, of which only single files are looked up and nothing is kept.
    """

    def __init__(self, root: Path, listing: Listing, *, current: bool = True) -> None:
        self._current = current
        name = hashlib.blake2b(os.fsencode(root.resolve()), digest_size=12).hexdigest()
        self._folder = _home() / name
        self._listing = listing

    @cached_property
    def _stamp(self) -> bytes:
        return _stamp(self._listing)

    def read(self, name: str, kind: Any) -> Any:  # noqa: ANN401 -- the caller names the type
        """The facts of that name, or None: not there, stale or damaged."""
        if not self._current:
            return None
        try:
            body = self._body(name, self._stamp)
            return None if body is None else load(kind, body)
        except MisfitError:
            return None

    def write(self, name: str, value: object) -> None:
        """Keep facts of the project as it is now."""
        if self._current:
            self._keep(name, self._stamp, dump(value))

    def read_outlines(self) -> dict[str, Any]:
        """The outlines of single files, by path, each with the stamp of its file."""
        return self.read_notes(_OUTLINES)

    def write_outlines(self, outlines: dict[str, Any]) -> None:
        """Keep the outlines of single files."""
        self.write_notes(_OUTLINES, outlines)

    def read_notes(self, name: str) -> dict[str, Any]:
        """What was kept of single files under a name, by path; to be read with care."""
        try:
            body = self._body(name, _any_listing())
            found = json.loads(body) if body is not None else {}
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def write_notes(self, name: str, notes: dict[str, Any]) -> None:
        """Keep something of single files; it outlives changes of other files."""
        if not self._current:
            return
        data = json.dumps(notes, separators=(",", ":")).encode()
        self._keep(name, _any_listing(), data)

    def _body(self, name: str, stamp: bytes) -> bytes | None:
        """The content of a file of ours, or None: not there, stale or damaged."""
        path = self._folder / name
        try:
            data = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
        except OSError:
            return None
        head, body = data[: 2 * _DIGEST], data[2 * _DIGEST :]
        return body if head.startswith(stamp) and head == stamp + _digest(body) else None

    def _keep(self, name: str, stamp: bytes, body: bytes) -> None:
        """Write a file as a whole; a cache that can't be written is no reason to fail."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(stamp + _digest(body) + body)
                Path(temporary).replace(self._folder / name)
            except OSError:
                Path(temporary).unlink(missing_ok=True)


def _home() -> Path:
    given = os.environ.get("XDG_CACHE_HOME")
    base = Path(given) if given and Path(given).is_absolute() else Path.home() / ".cache"
    return base / "fe-skill" / "facts"


def _any_listing() -> bytes:
    """The stamp of what holds for any listing, as long as our own reading is the same."""
    return _digest(_reader())


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()


@cache
def _reader() -> bytes:
    """What tells this reading from that of another version of ours."""
    package = Path(__file__).parent
    stats = [(path.name, path.stat()) for path in sorted(package.rglob("*.py"))]
    return repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats]).encode()


def _stamp(listing: Listing) -> bytes:
    """One value for the paths, sizes and times of all files, and for how they are read."""
    found = hashlib.blake2b(_reader(), digest_size=_DIGEST)
    for path, stamp in [*listing.python.items(), *listing.notes.items()]:
        found.update(f"{path}\0{stamp.size}\0{stamp.modified}\n".encode("utf-8", "surrogateescape"))
    return found.digest()
