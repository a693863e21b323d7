"""What a fault is, and what it answers with: frozen values.

Lives here: Fault, Diagnosis, Place, Evidence, Edit, Sample, and the words for certainty.
Does not:   any one fault (its own file), or which of several is right (decide.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fe_skill.faults.case import Case

# How sure a diagnosis is. The figures are held to the table in docs/faults.md.
SURE: Final = 0.97  # the sign is this fault's alone, and the facts show its place
CLEAR: Final = 0.92  # the sign is this fault's alone; the place is told by the text
LIKELY: Final = 0.75  # the sign fits; the facts neither show the place nor speak against it
OPEN: Final = 0.5  # one of several causes
FAINT: Final = 0.3  # nothing better fits


@dataclass(frozen=True, slots=True)
class Place:
    """Where to change something. `symbol` is what stands there."""

    path: str
    line: int
    symbol: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One step of the way from the text to the place. Without a path it is the text's own."""

    note: str
    path: str = ""
    line: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """New text for a stretch of a file; offsets count characters of its text."""

    path: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """One account of the failure.

    `what` is one sentence without advice; advice is in `mend`. `edits` are a repair that keeps all
    else as it is; `safe` says that it changes nothing but the failure.
    """

    what: str
    why: str
    confidence: float
    mend: tuple[str, ...]
    place: Place | None = None
    evidence: tuple[Evidence, ...] = ()
    edits: tuple[Edit, ...] = ()
    safe: bool = False


@dataclass(frozen=True)
class Sample:
    """A text with, where the place matters, the project around it, by path."""

    text: str
    files: Mapping[str, str] = field(default_factory=dict)
    at: str | None = None  # "path:line" of the place
    mended: bool = False  # a patch is offered


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A failure that we know. `lookalikes` are texts that it has to leave alone."""

    name: str
    explanation: str | None  # the docstring of its file
    recognise: "Callable[[Case], Diagnosis | None]"
    samples: tuple[Sample, ...]
    lookalikes: tuple[Sample, ...] = ()
    docs: tuple[str, ...] = ()
    explains: tuple[str, ...] = ()  # faults that fit too, and are only its consequence
    alone: bool = False  # less likely where something else failed as well
    general: bool = False  # gives way to any that knows more
    last_resort: bool = False  # only where no other fault fits

    @property
    def title(self) -> str:
        """The first line of the explanation."""
        return (self.explanation or self.name).partition("\n")[0].rstrip(".")
