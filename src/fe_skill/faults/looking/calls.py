"""What a function leads to: its calls and dependencies, as the program knows them.

Lives here: Found, functions_named, starts_of, led_to.
Does not:   what a call leads to where types tell it (project/program.py). Where none does, a method
            is found by its name alone, unless many have that name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fe_skill.faults.case import Case, functions_of
from fe_skill.faults.looking.routes import route_function, taking
from fe_skill.project.program import Function, Program
from fe_skill.syntax.module import Function as Node
from fe_skill.syntax.module import SourceModule

_DEFINED: Final = re.compile(rb"^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)", re.MULTILINE)
_TOO_COMMON: Final = 8
_MOST: Final = 150


@dataclass(frozen=True, eq=False)
class Found:
    """A function with the file that it is in, and how many calls away it is."""

    module: SourceModule
    node: Node
    distance: int = 0


def functions_named(program: Program, name: str) -> Iterator[Found]:
    """Every function or method of this name."""
    for path in _definitions(program).get(name, ()):
        module = program.module(path)
        if module is not None:
            yield from (Found(module, one) for one in functions_of(module) if one.name == name)


def starts_of(case: Case) -> list[Found]:
    """The functions in the project that were being run, the innermost first.

    A text without frames may still tell the request, and so the path operation.
    """
    if case.program is None:
        return []
    spots = [*reversed(case.spots())]
    endpoint = case.endpoint()
    found: dict[tuple[str, int], Found] = {}
    for spot in (*spots, *((endpoint,) if endpoint else ())):
        module = case.module(spot.path)
        function = case.function_at(spot)
        several = functions_named(case.program, spot.function) if module and spot.function else ()
        for one in (Found(module, function),) if module and function else several:
            found.setdefault((one.module.path, one.node.lineno), one)
    asked = None if found else route_function(case, taking(case))
    return [Found(*asked)] if asked else list(found.values())


def led_to(case: Case) -> list[Found]:
    """What was being run and all that it leads to, the nearest first."""
    program = case.program
    found: dict[Node, Found] = {}
    pending = starts_of(case)
    while pending and program is not None and len(found) < _MOST:
        at = pending.pop(0)
        if at.node in found:
            continue
        found[at.node] = at
        function = program.function_at(at.module, at.node)
        following = _next(program, function) if function else ()
        pending += [Found(one.module, one.node, at.distance + 1) for one in following]
    return list(found.values())


def _next(program: Program, function: Function) -> Iterator[Found | Function]:
    for site in function.calls:
        behind = program.behind(site)
        yield from behind
        if not behind and site.target is None and site.is_method and site.name:
            several = list(functions_named(program, site.name))
            yield from several if len(several) <= _TOO_COMMON else ()


@lru_cache(maxsize=8)
def _definitions(program: Program) -> dict[str, tuple[str, ...]]:
    """The files that define each name, by a look at their bytes."""
    index: dict[str, dict[str, None]] = {}
    for path in program.facts.paths:
        for name in _DEFINED.findall(program.facts.source(path)):
            index.setdefault(name.decode("utf-8", "replace"), {})[path] = None
    return {name: tuple(paths) for name, paths in index.items()}
