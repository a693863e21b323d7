"""Which changes were made to a project, and which of them stand.

Lives here: history, changes.
Does not:   taking one back (undo).
"""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from fe_skill.changes.disk import Disk, project_disk
from fe_skill.changes.journal import Past, past


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One change of the past, as a person wants to see it. `when` is in seconds since 1970."""

    change_id: str
    title: str
    when: float
    created: tuple[PurePosixPath, ...]
    modified: tuple[PurePosixPath, ...]
    undone: bool


def history(root: Path) -> tuple[Listed, ...]:
    """The changes made to `root` that the journal still knows, the last one first.

    Raises:
        Refused: `journal-damaged`.
    """
    with project_disk(root) as disk:
        records = past(disk)
    taken_back = {item.record.undoes for item in records}
    return tuple(
        Listed(
            change_id=item.record.id,
            title=item.record.title,
            when=item.record.when,
            created=tuple(entry.path for entry in item.record.entries if entry.before is None),
            modified=tuple(entry.path for entry in item.record.entries if entry.before),
            undone=item.place in taken_back,
        )
        for item in reversed(records)
        if item.record.undoes is None
    )


@dataclass(frozen=True)
class Changes:
    """The changes that stand and those that were taken back, each oldest first."""

    standing: tuple[Past, ...]
    taken_back: tuple[Past, ...]

    def orphans(self) -> frozenset[PurePosixPath]:
        """The folders that we made, and whose change is gone: they go with their last file."""
        theirs = {folder for item in self.taken_back for folder in item.record.makes}
        return frozenset(theirs.difference(*(item.record.makes for item in self.standing)))


def changes(disk: Disk) -> Changes:
    """The changes that the journal still knows."""
    records = past(disk)
    undone = {item.record.undoes for item in records}
    made = [item for item in records if item.record.undoes is None]
    return Changes(
        standing=tuple(item for item in made if item.place not in undone),
        taken_back=tuple(item for item in made if item.place in undone),
    )
