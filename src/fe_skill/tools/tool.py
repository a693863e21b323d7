"""What a tool is: a name, hints, a function of flat keyword arguments, and a typed reply.

Lives here: Tool, Hints, Reply.
Does not:   any one tool (its own file), or a protocol (server/, cli.py).
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Reply(BaseModel):
    """A tool's answer: the structured result of both shells."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    formats: ClassVar[tuple[str, ...]] = ()
    """What else a command can print it as."""

    @abstractmethod
    def text(self) -> str:
        """The few lines that a model reads: the conclusion first, no more than it needs."""

    def formatted(self, name: str) -> str:  # noqa: ARG002 -- for replies with `formats`
        """The reply in one of its `formats`."""
        return self.text()

    def passed(self) -> bool:
        """Whether the CLI ends with 0 (done) rather than 1 (findings or a failed check)."""
        return True


@dataclass(frozen=True, kw_only=True)
class Hints:
    """What a client may assume of a tool before it calls it. No tool of ours is destructive.

    `asked_by`: it only reads unless one of these arguments asks it to write or to execute
    something, and so declares the weaker hint.
    """

    read_only: bool
    idempotent: bool = True
    asked_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tool:
    """One tool.

    `run` takes the `Call` first and then keyword arguments only, each
    `Annotated[type, Field(description=..., examples=[...])]`; its return annotation is its `Reply`.
    `description` begins with a paragraph for the list of tools, where each word costs; its first
    sentence tells what the tool is for. `example` is a call that the contract shows. Heavy imports
    belong inside `run`: the file of a tool is imported when tools are listed.
    """

    name: str
    title: str
    description: str
    hints: Hints
    run: Callable[..., Reply]
    example: Mapping[str, object]

    def only_reads(self, arguments: Mapping[str, object]) -> bool:
        """Whether a call with `arguments` neither writes nor executes anything of a project."""
        asked = (arguments.get(name) for name in self.hints.asked_by)
        return self.hints.read_only or (
            bool(self.hints.asked_by)
            and all(value in (None, False, "none", "static") for value in asked)
        )

    @property
    def purpose(self) -> str:
        """What it is for, in a sentence."""
        return first_sentence(self.description)


def first_sentence(text: str) -> str:
    """What `text` says up to its first full stop, without it."""
    return text.partition(". ")[0].rstrip(".")
