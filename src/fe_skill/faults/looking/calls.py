"""What a function leads to: calls and dependencies, followed by name.

Lives here: Found, functions_named, led_to.
Does not:   types: a method is found by its name alone, so what is far or common is left out.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fe_skill.faults.case import functions_of
from fe_skill.project.program import Program
from fe_skill.syntax.module import Function, SourceModule

_DEFINED: Final = re.compile(rb"^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)", re.MULTILINE)
_ALIASED: Final = re.compile(
    rb"^(\w+)[ \t]*(?::[^=\n]+)?=[ \t]*(?:\w+\.)?Annotated\[", re.MULTILINE
)
_TOO_COMMON: Final = 8
_MOST: Final = 150


@dataclass(frozen=True, eq=False)
class Found:
    """A function with the file that it is in, and how many calls away it is."""

    module: SourceModule
    node: Function
    distance: int = 0


def functions_named(program: Program, name: str) -> Iterator[Found]:
    """Every function or method of this name."""
    for path in _definitions(program, _DEFINED).get(name, ()):
        module = program.module(path)
        if module is not None:
            yield from (Found(module, one) for one in functions_of(module) if one.name == name)


def led_to(program: Program, starts: Iterable[Found]) -> list[Found]:
    """The starts and all that they lead to, the nearest first."""
    found: list[Found] = []
    seen: set[tuple[str, int]] = set()
    pending = list(starts)
    while pending and len(found) < _MOST:
        at = pending.pop(0)
        key = (at.module.path, at.node.lineno)
        if key in seen:
            continue
        seen.add(key)
        found.append(at)
        pending += [Found(n.module, n.node, at.distance + 1) for n in _next(program, at)]
    return found


def _next(program: Program, at: Found) -> Iterator[Found]:
    for name, exact in dict.fromkeys(_mentioned(program, at.module, at.node)):
        candidates = list(functions_named(program, name))
        sure = [one for one in candidates if exact and _dotted(one) == exact]
        if sure:
            yield from sure
        elif len(candidates) <= _TOO_COMMON and not exact:
            yield from candidates


def _mentioned(
    program: Program, module: SourceModule, node: ast.AST
) -> Iterator[tuple[str, str | None]]:
    """The names that may be functions, each with its dotted name where that is sure."""
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute):
            yield part.attr, None
        elif isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
            dotted = module.dotted(part)
            if dotted is not None and not dotted.startswith("builtins."):
                name = dotted.rpartition(".")[2]
                yield name, dotted
                yield from _behind_alias(program, name)


def _behind_alias(program: Program, name: str) -> Iterator[tuple[str, str | None]]:
    """The dependency in `Name = Annotated[..., Depends(function)]`."""
    for path in _definitions(program, _ALIASED).get(name, ()):
        module = program.module(path)
        for statement in module.tree.body if module else ():
            if isinstance(statement, ast.Assign) and _assigns(statement, name):
                for part in ast.walk(statement.value):
                    if isinstance(part, ast.Name) and module is not None:
                        yield part.id, module.dotted(part)


def _assigns(statement: ast.Assign, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in statement.targets)


def _dotted(found: Found) -> str:
    owner = found.module.class_of(found.node)
    middle = f"{owner.name}." if owner else ""
    return f"{found.module.name}.{middle}{found.node.name}"


@lru_cache(maxsize=8)
def _definitions(program: Program, pattern: re.Pattern[bytes]) -> dict[str, tuple[str, ...]]:
    """The files that define each name, by a look at their bytes."""
    index: dict[str, dict[str, None]] = {}
    for path in program.facts.paths:
        for name in pattern.findall(program.facts.source(path)):
            index.setdefault(name.decode("utf-8", "replace"), {})[path] = None
    return {name: tuple(paths) for name, paths in index.items()}
