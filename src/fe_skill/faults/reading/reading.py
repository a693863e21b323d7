"""What was read of a failure text: frozen values.

Lives here: Frame, Raised, FieldError, Response, Failure, Reading.
Does not:   how they are found (the other modules of this folder).
"""

from dataclasses import dataclass
from typing import Final, Literal

Link = Literal["", "cause", "context", "group"]
_WRONG: Final = 400  # status codes from here on


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of a traceback. `path` is as the text has it, `code` as it was shown, or ""."""

    path: str
    line: int
    function: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One entry of a list of validation errors, in whatever form it was printed."""

    type: str
    loc: tuple[str | int, ...]
    message: str
    input: str = ""
    input_type: str = ""


@dataclass(frozen=True, slots=True)
class Raised:
    """One exception with its frames, outermost first.

    `link` is how it led to the one after it. `endpoint` is the path operation that FastAPI names
    below the message: where the request went, which is often not where the cause is.
    """

    type: str
    message: str
    frames: tuple[Frame, ...] = ()
    link: Link = ""
    endpoint: Frame | None = None
    errors: tuple[FieldError, ...] = ()

    @property
    def name(self) -> str:
        """The class without its module."""
        return self.type.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP answer, or as much of one as the text shows."""

    status: int | None
    method: str = ""
    path: str = ""
    detail: str = ""
    errors: tuple[FieldError, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A chain of exceptions as the text has it: the first cause first, what came out last.

    `cut` says that its last line isn't the traceback's own: a title or prose gave it.
    """

    chain: tuple[Raised, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read.

    `failures` are distinct, in the order of their last appearance; `lines` are what else speaks
    of an error; `nodes` are the failed tests; `cut` says that only the end of the text was read.
    """

    failures: tuple[Failure, ...] = ()
    responses: tuple[Response, ...] = ()
    lines: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    cut: bool = False

    @property
    def raised(self) -> tuple[Raised, ...]:
        """Every exception, in order."""
        return tuple(raised for failure in self.failures for raised in failure.chain)

    @property
    def status(self) -> int | None:
        """The last status code that was read, an error before a success."""
        codes = [answer.status for answer in self.responses if answer.status is not None]
        wrong = [code for code in codes if code >= _WRONG]
        said = wrong or codes
        return said[-1] if said else None
