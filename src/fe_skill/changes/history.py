"""Which changes were made to a project, and which of them stand.

Lives here: history, standing.
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


def standing(disk: Disk) -> tuple[Past, ...]:
    """The changes that weren't taken back, oldest first."""
    records = past(disk)
    taken_back = {item.record.undoes for item in records}
    return tuple(
        item for item in records if item.record.undoes is None and item.place not in taken_back
    )
