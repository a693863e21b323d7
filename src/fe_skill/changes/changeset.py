"""Planned edits: data between the decision and the disk.

Lives here: Create, Update, Listing, ChangeSet, Draft.
Does not:   reading or writing a disk (a Draft is given its reader; apply writes).
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from fe_skill.changes.diff import unified
from fe_skill.changes.paths import contained, portable, refuse_clashes
from fe_skill.changes.text import Edit, edited
from fe_skill.problem import Problem, Refused

Reader = Callable[[PurePosixPath], bytes | None]


@dataclass(frozen=True, order=True)
class Create:
    """A new file. Its mode is what the user's umask leaves of 666, or of 777 when executable."""

    path: PurePosixPath
    content: bytes
    executable: bool = False


@dataclass(frozen=True, order=True)
class Update:
    """New content for a file that is there, and whose mode stays."""

    path: PurePosixPath
    before: bytes
    after: bytes


Change = Create | Update


@dataclass(frozen=True)
class Listing:
    """The names with this ending that a folder held when a plan was made."""

    folder: PurePosixPath
    ending: str
    names: frozenset[str]


@dataclass(frozen=True)
class ChangeSet:
    """Changes that stand or fall together, sorted by path, at most one a file.

    `listings` are what the plan took for granted of folders, and has to hold when it is applied.
    """

    changes: tuple[Change, ...] = ()
    listings: tuple[Listing, ...] = ()

    def __post_init__(self) -> None:
        effective = (c for c in self.changes if isinstance(c, Create) or c.before != c.after)
        ordered = tuple(sorted(effective, key=lambda change: change.path))
        for change in ordered:
            (portable if isinstance(change, Create) else contained)(change.path)
        _refuse_twice(ordered)
        refuse_clashes(change.path for change in ordered)
        object.__setattr__(self, "changes", ordered)

    def __bool__(self) -> bool:
        return bool(self.changes)

    @property
    def id(self) -> str:
        """A hash of all that would be written: the same plan has the same id."""
        digest = hashlib.sha256()
        for change in self.changes:
            for part in _identity(change):
                digest.update(len(part).to_bytes(8, "big") + part)
        return digest.hexdigest()[:16]

    @property
    def created(self) -> tuple[PurePosixPath, ...]:
        """The files that would be new."""
        return tuple(change.path for change in self.changes if isinstance(change, Create))

    @property
    def modified(self) -> tuple[PurePosixPath, ...]:
        """The files that would change."""
        return tuple(change.path for change in self.changes if isinstance(change, Update))

    def after(self, path: PurePosixPath) -> bytes | None:
        """The planned content of `path`; None where the plan leaves it alone."""
        for change in self.changes:
            if change.path == path:
                return change.content if isinstance(change, Create) else change.after
        return None

    def diff(self, context: int = 3) -> str:
        """The whole plan as a unified diff that `git apply` takes."""
        return "".join(_diff(change, context) for change in self.changes)


class Draft:
    """A change set in the making. It reads its own writes before the disk.

    `read` answers with a file's bytes, or None where there is no file. It is asked once a file:
    what a plan was made of is what the change is held against when it is applied.
    """

    def __init__(self, read: Reader = lambda _path: None) -> None:
        self._disk = cache(read)
        self._changes: dict[PurePosixPath, Change] = {}
        self._listings: list[Listing] = []

    def read(self, path: PurePosixPath) -> bytes | None:
        """What `path` holds once this draft is applied."""
        change = self._changes.get(path)
        if change is None:
            return self._disk(path)
        return change.content if isinstance(change, Create) else change.after

    def create(self, path: PurePosixPath, content: bytes, *, executable: bool = False) -> None:
        """Plan a new file.

        Raises:
            Refused: `path-not-allowed`, or `name-taken` where a file is there already.
        """
        if self.read(portable(path)) is not None:
            raise _name_taken(path)
        self._changes[path] = Create(path, content, executable)

    def update(self, path: PurePosixPath, after: bytes) -> None:
        """Plan new content for a file that is there, or that this draft creates.

        Raises:
            Refused: `path-not-allowed`, or `file-missing`.
        """
        planned = self._changes.get(contained(path))
        if isinstance(planned, Create):
            self._changes[path] = Create(path, after, planned.executable)
            return
        before = planned.before if planned else self._disk(path)
        if before is None:
            raise _missing(path)
        self._changes[path] = Update(path, before, after)

    def edit(self, path: PurePosixPath, change: Edit) -> None:
        """Plan an edit of text; encoding, byte order mark and line ends stay as they are.

        Raises:
            Refused: what `update` and `edited` raise.
        """
        before = self.read(contained(path))
        if before is None:
            raise _missing(path)
        self.update(path, edited(path, before, change))

    def take_for_granted(self, listing: Listing) -> None:
        """Let the plan fall where it adds to a folder that no longer holds just these names."""
        self._listings.append(listing)

    def done(self) -> ChangeSet:
        """The plan, frozen."""
        added = {path.parent for path, c in self._changes.items() if isinstance(c, Create)}
        listings = (listing for listing in self._listings if listing.folder in added)
        return ChangeSet(tuple(self._changes.values()), tuple(listings))


def _identity(change: Change) -> tuple[bytes, ...]:
    path = str(change.path).encode()
    if isinstance(change, Create):
        return b"create", path, change.content, bytes([change.executable])
    return b"update", path, change.before, change.after


def _diff(change: Change, context: int) -> str:
    if isinstance(change, Create):
        mode = "100755" if change.executable else "100644"
        return unified(change.path, None, change.content, mode=mode)
    return unified(change.path, change.before, change.after, context=context)


def _refuse_twice(ordered: Iterable[Change]) -> None:
    seen: set[PurePosixPath] = set()
    for change in ordered:
        if change.path in seen:
            raise _name_taken(change.path)
        seen.add(change.path)


def _name_taken(path: PurePosixPath) -> Refused:
    return Refused(
        Problem(
            code="name-taken",
            what=f"`{path}` already exists",
            why="a file of yours is never replaced by a new one",
            mend=f"pick another name, or move `{path}` away first",
            path=str(path),
        )
    )


def _missing(path: PurePosixPath) -> Refused:
    return Refused(
        Problem(
            code="file-missing",
            what=f"`{path}` isn't there to be changed",
            why="an update needs the file that it starts from",
            mend="create the file, or name one that exists",
            path=str(path),
        )
    )
