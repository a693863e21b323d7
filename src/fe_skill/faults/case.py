"""What a fault looks at: one failure, and the project where there is one.

Lives here: Case, Spot; which frames are the project's own, and where they are in its files now.
Does not:   what the failure means (the faults), or searches that several faults share (looking/).
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from fe_skill.faults.fault import Evidence, Place
from fe_skill.faults.reading.reading import FieldError, Frame, Raised, Reading, Response
from fe_skill.project.program import Program
from fe_skill.project.reader import Facts
from fe_skill.syntax.module import FUNCTIONS, Function, SourceModule

_LIBRARY: Final = re.compile(
    r"(?:^|/)bin/[^/]+$|^lib/|\.pyx$|(?:^|/)(?:site-packages|dist-packages|lib/python\d|lib64/python\d|pyenv/versions)(?:/|[\d.]+/)|"
    r"/importlib/|^<|/python\d\d?(?:\.zip|/[Ll]ib/)"
)
_FRAMEWORK: Final = re.compile(
    r"site-packages/(?:fastapi|starlette|pydantic\w*|sqlalchemy|alembic|uvicorn|anyio|asyncpg"
    r"|aiosqlite|sqlmodel|pytest\w*|_pytest|httpx|jwt|jinja2)/"
)
_LONGEST: Final = 60_000
_NEAR: Final = 400  # lines within which moved code is looked for
_WRONG: Final = 400


@dataclass(frozen=True, slots=True)
class Spot:
    """A frame in a file of the project. `line` is where its code stands now."""

    path: str
    line: int
    function: str
    code: str

    @property
    def place(self) -> Place:
        """The spot as a place."""
        return Place(self.path, self.line, self.function)

    def evidence(self, note: str) -> Evidence:
        """The spot as a step of evidence."""
        return Evidence(note, self.path, self.line, self.code)


class Case:
    """One failure. Without a project, `program` is None and only the text speaks."""

    def __init__(
        self, reading: Reading, program: Program | None = None, *, loose: bool = False
    ) -> None:
        self.reading = reading
        self.program = program
        self._loose = loose  # a message is believed without the exception's name beside it
        self.told = False  # and one was

    @property
    def facts(self) -> Facts | None:
        """The project's facts."""
        return None if self.program is None else self.program.facts

    @cached_property
    def chain(self) -> tuple[Raised, ...]:
        """The exceptions, the first cause first."""
        return self.reading.failures[-1].chain if self.reading.failures else ()

    @property
    def last(self) -> Raised | None:
        """What came out in the end."""
        return self.chain[-1] if self.chain else None

    def raised(self, *names: str, says: str = "") -> Raised | None:
        """The latest exception of one of these classes whose message matches."""
        for one in reversed(self.chain):
            if (not names or one.name in names) and (not says or re.search(says, one.message)):
                return one
        if self.whole or not (self.chain or self._loose):
            return None
        return self._quoted(
            names, says or rf"(?<!except )(?<!raise )\b(?:{'|'.join(names)})[:(]\s*\w"
        )

    @property
    def cut(self) -> bool:
        """Whether the traceback broke off, so that its innermost frames aren't known."""
        return bool(self.reading.failures) and self.reading.failures[-1].cut

    @cached_property
    def whole(self) -> bool:
        """Whether the text has an exception's last line, and isn't somebody's account of it.

        Most exceptions say something; one that has neither message nor frames was only named.
        """
        last = self.last
        return last is not None and last.type != "" and bool(last.message or last.frames)

    def _quoted(self, names: tuple[str, ...], says: str) -> Raised | None:
        """What the lines beside say, in one of them or wrapped over several."""
        lines = [line.strip() for line in self.reading.lines]
        for said in (*reversed(lines), " ".join(lines)[:_LONGEST]):
            if found := re.search(says, said):
                self.told = True
                named = next((name for name in names if name in said), names[0] if names else "")
                frames = self.chain[-1].frames if self.chain else ()
                return Raised(named, said[found.start() :].strip(" `\"'"), frames)
        return None

    @cached_property
    def said(self) -> str:
        """All that was said, without the frames; it may be cut."""
        told = [f"{one.type}: {one.message}" if one.type else one.message for one in self.chain]
        return "\n".join([*told, *self.reading.lines])[:_LONGEST]

    def says(self, pattern: str) -> re.Match[str] | None:
        """Where the text says something."""
        return re.search(pattern, self.said, re.MULTILINE)

    @cached_property
    def response(self) -> Response | None:
        """The answer that tells most: the last wrong one, one with errors before others."""
        wrong = [one for one in self.reading.responses if (one.status or 0) >= _WRONG]
        telling = [one for one in wrong if one.errors]
        return (telling or wrong or [None])[-1]  # type: ignore[list-item]

    @property
    def status(self) -> int | None:
        """The status of that answer."""
        return self.response.status if self.response else None

    @cached_property
    def errors(self) -> tuple[FieldError, ...]:
        """The validation errors, of the exception or else of the answer."""
        for one in reversed(self.chain):
            if one.errors:
                return one.errors
            if one.message and one.name.endswith("ValidationError"):
                return ()  # its own list was cut away, and an answer's is another's
        return self.response.errors if self.response else ()

    def spots(self, raised: Raised | None = None) -> tuple[Spot, ...]:
        """The project's frames, outermost first, of one exception or else of what came out."""
        if raised is not None and (own := self._spots(raised)):
            return own
        for one in reversed(self.chain):
            if own := self._spots(one):
                return own
        return ()

    def spot(self, raised: Raised | None = None) -> Spot | None:
        """The innermost frame in the project, where it can be told."""
        spots = self.spots(raised)
        return spots[-1] if spots else None

    def endpoint(self, raised: Raised | None = None) -> Spot | None:
        """The path operation that FastAPI names, or the first frame in the project."""
        named = next((one.endpoint for one in reversed(self.chain) if one.endpoint), None)
        if named is not None and (spot := self.located(named)):
            return spot
        spots = self.spots(raised)
        return spots[0] if spots else None

    def _spots(self, raised: Raised) -> tuple[Spot, ...]:
        found = (self.located(frame) for frame in raised.frames)
        return tuple(spot for spot in found if spot is not None)

    def located(self, frame: Frame) -> Spot | None:
        """A frame in the project's files, wherever the failure came from."""
        path = frame.path.replace("\\", "/")
        if _LIBRARY.search(path):
            return None
        if self.program is None:
            return Spot(path, frame.line, frame.function, frame.code)
        own = self.path_of(path)
        if own is None:
            return None
        return Spot(own, self._moved(own, frame), frame.function, frame.code)

    def path_of(self, path: str) -> str | None:
        """The project's file that a path means: the longest common end decides."""
        if self.facts is None:
            return None
        parts = path.replace("\\", "/").strip("/").split("/")
        best, length, several = None, 0, False
        for known in self._by_name.get(parts[-1], ()):
            same = _common_end(parts, known.split("/"))
            if same > length:
                best, length, several = known, same, False
            elif same == length:
                several = True
        if best is None or several:
            return None
        whole = length == len(best.split("/"))
        return best if whole or length > 1 else None

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.facts.paths if self.facts else ():
            found.setdefault(path.rpartition("/")[2], []).append(path)
        return found

    def _moved(self, path: str, frame: Frame) -> int:
        """Where the frame's code stands now: lines above may have come or gone since."""
        if self.program is None or not frame.code:
            return frame.line
        module = self.program.module(path)
        if module is None:
            return frame.line
        wanted = frame.code.strip()
        for step in range(_NEAR):
            for line in (frame.line + step, frame.line - step):
                if module.line(line).strip() == wanted:
                    return line
        return frame.line

    def module(self, path: str) -> SourceModule | None:
        """A file of the project."""
        return None if self.program is None else self.program.module(path)

    def function_at(self, spot: Spot | None) -> Function | None:
        """The function in which a spot stands."""
        module = self.module(spot.path) if spot else None
        if module is None or spot is None:
            return None
        return function_around(module, spot.line)

    def statement_at(self, spot: Spot | None) -> ast.stmt | None:
        """The innermost statement that covers a spot."""
        module = self.module(spot.path) if spot else None
        if module is None or spot is None:
            return None
        return next(reversed(list(_statements(module.tree, spot.line))), None)

    def library(self) -> str | None:
        """The installed distribution in which it was raised, by its folder."""
        for one in reversed(self.chain):
            for frame in reversed(one.frames):
                path = frame.path.replace("\\", "/")
                if "-packages/" in path:
                    return path.rpartition("-packages/")[2].split("/")[0].removesuffix(".py")
        return None


def functions_of(module: SourceModule) -> Iterator[Function]:
    """The functions of a file, in source order."""
    return (node for node in module.nodes(*FUNCTIONS) if isinstance(node, FUNCTIONS))


def function_around(module: SourceModule, line: int) -> Function | None:
    """The innermost function of a file that covers a line, its decorators included."""
    found: Function | None = None
    for node in functions_of(module):
        first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
        if first <= line <= (node.end_lineno or node.lineno):
            found = node
    return found


def is_framework(frame: Frame) -> bool:
    """Whether a frame is in what the blueprint's stack is made of."""
    return _FRAMEWORK.search(frame.path.replace("\\", "/")) is not None


def _common_end(one: list[str], other: list[str]) -> int:
    same = 0
    for mine, theirs in zip(reversed(one), reversed(other), strict=False):
        if mine != theirs:
            break
        same += 1
    return same


def _statements(tree: ast.AST, line: int) -> Iterator[ast.stmt]:
    """The statements around a line, outermost first."""
    pending: list[ast.AST] = list(ast.iter_child_nodes(tree))
    while pending:
        node = pending.pop()
        if isinstance(node, ast.stmt):
            first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
            if not first <= line <= (node.end_lineno or node.lineno):
                continue
            yield node
            pending = list(ast.iter_child_nodes(node))
        elif isinstance(node, (ast.ExceptHandler, ast.match_case)):
            pending.extend(ast.iter_child_nodes(node))
