"""Which relative paths a change may name.

Two bars: a `contained` path can't lead out of the root or into what isn't ours to write; a
`portable` one can also be checked out on every system, and every path that we create must be.

Lives here: rules about the text of a path.
Does not:   what the disk has under that path, symlinks among it (disk).
"""

import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from fe_skill.problem import Problem, Refused

OURS = ".fe-skill"

_FORBIDDEN_FOLDERS = (OURS, ".git", "git~1")
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"]
)
_UNPORTABLE = frozenset('<>:"|?*\\')
_LONGEST_NAME = 255
_LONGEST_PATH = 1024


def contained(path: PurePosixPath) -> PurePosixPath:
    """`path`, when nothing in it leads out of the root or into a folder of git's or ours.

    Raises:
        Refused: `path-not-allowed`.
    """
    text = str(path)
    if reason := _text_fault(text) or _way_out(path, text):
        raise _refused(text, reason)
    return path


def portable(path: PurePosixPath) -> PurePosixPath:
    """`path`, when it is contained and each of its names can exist on every system.

    Raises:
        Refused: `path-not-allowed`.
    """
    for name in contained(path).parts:
        if reason := _name_fault(name):
            raise _refused(str(path), reason)
    return path


def folded(name: str) -> str:
    """What a file system that ignores case and normal forms takes `name` for."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def refuse_clashes(paths: Iterable[PurePosixPath]) -> None:
    """Refuse two paths that some systems can't tell apart, or a file that another one lies under.

    Raises:
        Refused: `paths-clash`.
    """
    seen: dict[str, PurePosixPath] = {}
    files = tuple(paths)
    for file in files:
        for part in (file, *file.parents[:-1]):
            other = seen.setdefault(folded(str(part)), part)
            if other != part:
                raise _clash(file, other, "differ only in case or in Unicode form")
    names = frozenset(files)
    for file in files:
        for parent in file.parents:
            if parent in names:
                raise _clash(file, parent, "can't be a folder and a file at once")


def shown(text: str) -> str:
    """`text`, short and without anything that a terminal or a protocol would choke on."""
    plain = ascii(text)[1:-1]
    return plain if len(plain) <= 120 else plain[:117] + "..."  # noqa: PLR2004 -- a screen's line


def _text_fault(text: str) -> str | None:
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in text):
        return "it holds an invisible or malformed character"
    if len(text) > _LONGEST_PATH:
        return f"it is longer than {_LONGEST_PATH} characters"
    return None


def _way_out(path: PurePosixPath, text: str) -> str | None:
    if path.is_absolute() or text[1:2] == ":" or text.startswith(("\\", "~")):
        return "it isn't relative to the project's root"
    if not path.parts:
        return "it names no file"
    if ".." in path.parts or ".." in text.split("\\"):
        return "it climbs with `..`"
    forbidden = [name for name in path.parts if folded(name).rstrip(". ") in _FORBIDDEN_FOLDERS]
    return f"`{forbidden[0]}` isn't the project's to change" if forbidden else None


def _name_fault(name: str) -> str | None:
    if folded(name).split(".")[0].rstrip(" ") in _DEVICES:
        return f"`{name}` is the name of a device on Windows"
    if wrong := sorted(_UNPORTABLE.intersection(name)):
        return f"Windows has no `{wrong[0]}` in names"
    if name.endswith((".", " ")):
        return "Windows drops a dot or space at the end of a name"
    if len(name.encode()) > _LONGEST_NAME:
        return f"a name in it is longer than {_LONGEST_NAME} bytes"
    return None


def _refused(text: str, reason: str) -> Refused:
    return Refused(
        Problem(
            code="path-not-allowed",
            what=f"`{shown(text)}` can't be written",
            why=reason,
            mend="name a plain file inside the project, one that every system can hold",
        )
    )


def _clash(one: PurePosixPath, other: PurePosixPath, how: str) -> Refused:
    return Refused(
        Problem(
            code="paths-clash",
            what=f"`{shown(str(one))}` clashes with `{shown(str(other))}`",
            why=f"the two {how}",
            mend="give one of them another name",
            path=shown(str(one)),
        )
    )
