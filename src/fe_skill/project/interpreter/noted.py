"""What is noted of a run and of an answer: what it used, and what came of it.

Lives here: Reader, Answer, Task, Around, Again.
Does not:   noting it (tasks.py).
"""

from dataclasses import dataclass, field
from typing import Any

from fe_skill.project.interpreter.values import Entry, Router, Scope, Value

Made = tuple[type, str, int]


@dataclass(eq=False, slots=True)
class Reader:
    """Who used what."""

    uses: set[object] = field(default_factory=set)


@dataclass(eq=False, slots=True)
class Answer(Reader):
    """Something worked out."""

    key: object = None
    value: Any = None


@dataclass(eq=False, slots=True)
class Task(Reader):
    """One run of a module or factory, with everything that came of it."""

    key: str = ""
    # When it first came upon each module, what it entered where: by a count of such events.
    events: int = 0
    touches: dict[str, int] = field(default_factory=dict)
    routers: list[tuple[int, Router]] = field(default_factory=list)
    entered: list[tuple[Router, Entry]] = field(default_factory=list)
    called: set[tuple[str, int]] = field(default_factory=set)
    # What it ran inside of, each where it came upon what; and by the timeline's account.
    within: tuple["Around", ...] = ()
    inside: tuple["Around", ...] = ()
    # The modules of which it saw the part that was there: they were being run themselves.
    partial: set[str] = field(default_factory=set)
    # Its own names, and those that there were when it came upon a module that looks back.
    scope: Scope | None = None
    names: dict[str, dict[str, Value]] = field(default_factory=dict)
    made: dict[Made, Value] = field(default_factory=dict)
    order: tuple[int, ...] | None = None

    def modules(self) -> set[str]:
        """The modules and tasks of which it used something."""
        plain = (use for use in self.uses if not isinstance(use, Answer))
        return {use if isinstance(use, str) else use[0] for use in plain}  # type: ignore[index]


Around = tuple[Task, str]


@dataclass(slots=True)
class Again:
    """What a task that runs again had made, until it has run."""

    left: dict[Made, Value] = field(default_factory=dict)
    before: list[tuple[Value, list[object]]] = field(default_factory=list)
    names: dict[str, Value] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    seen: dict[str, dict[str, Value]] = field(default_factory=dict)
