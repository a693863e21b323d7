"""How routes of the project ask who calls.

Lives here: auth_idiom.
"""

import ast
import re
from collections import Counter
from dataclasses import dataclass

from fe_skill.domains.foreign.idiom import AuthIdiom, Habit
from fe_skill.domains.foreign.kin import Kin
from fe_skill.domains.foreign.piece import Piece
from fe_skill.domains.foreign.refusals import unknown
from fe_skill.domains.foreign.signatures import (
    Aliases,
    Injected,
    decorator_dependencies,
    injected,
)
from fe_skill.domains.foreign.words import Twin
from fe_skill.domains.inflection import snake
from fe_skill.project.program import Program
from fe_skill.syntax.module import SourceModule

# Asking for more than for somebody.
_MORE = re.compile(r"super|admin|staff|role|permission|scope|owner|refresh|optional", re.IGNORECASE)

# Types that say nothing true of a user.
_ODD = frozenset(("", "int", "str", "Any", "typing.Any", "object"))
_PEOPLE = re.compile(r"user|account|member|person|profile")


@dataclass(frozen=True)
class _Asked:
    """A place where a route asks for a user."""

    dependency: str
    form: str
    injected: Injected | None
    decorator: Piece | None


def auth_idiom(
    program: Program, kin: Kin, twin: Twin, aliases: Aliases, given: str | None
) -> tuple[AuthIdiom | None, Habit | None]:
    """The user's dependency as the neighbour's routes have it, or else most routes.

    Raises:
        Refused: `auth-unknown`.
    """
    protecting = {d.name: d for d in program.facts.dependencies if d.protects and d.where}
    wanted = None if given is None else given.replace(":", ".")
    if wanted is not None and wanted not in protecting:
        raise unknown("dependency that refuses strangers", "auth", given or "", sorted(protecting))
    # One that looks up the neighbour's own row asks for more than a user, unless it is a user.
    people = _PEOPLE.search(kin.names.singular) is not None
    names = {name for name in protecting if people or not twin.mentions(name.rpartition(".")[2])}
    names = {wanted} if wanted else names
    paths = dict.fromkeys(route.where.path for route in program.facts.routes)
    modules = [module for path in paths if (module := program.module(path)) is not None]
    every = [each for module in modules for each in _asked(module, aliases, names)]
    near = _asked(kin.routes, aliases, names, frozenset(f.name for f in kin.functions))
    plain = [[e for e in found if not _MORE.search(e.dependency)] for found in (near, every)]
    # A class that refuses strangers when it is made does more than that.
    sure = [[e for e in found if protecting[e.dependency].kind != "class"] for found in plain]
    chosen = next((found for found in (*sure, *plain, near, every) if found), None)
    if chosen is None:
        return _above(program, kin, names), None
    counts = Counter((each.dependency, each.form) for each in chosen)
    best = counts.most_common(1)[0][0]
    asked = next(each for each in chosen if (each.dependency, each.form) == best)
    kind = _plain(asked.injected, protecting[asked.dependency].yields)
    idiom = AuthIdiom(
        dependency=asked.dependency,
        param=None if asked.injected is None else asked.injected.param,
        decorator=asked.decorator,
        user=next((m.name for m in program.facts.models if m.name == kind), None)
        or _used_as(program, kin, asked.injected),
        as_dict=asked.injected is not None
        and asked.injected.kind.text.startswith(("dict", "Dict")),
    )
    follow = sum((each.dependency, each.form) == best for each in every)
    what = f"callers are asked for by `{asked.dependency.rpartition('.')[2]}`, {asked.form}"
    return idiom, Habit(what, follow, len(every), "places")


def _above(program: Program, kin: Kin, names: set[str]) -> AuthIdiom | None:
    """What asks for callers where neither the functions nor their decorators do: the router."""
    asking = [name for name in kin.all[0].route.dependencies if name in names]
    functions = {d.name for d in program.facts.dependencies if d.kind == "function"}
    found = next((name for name in asking if name in functions), None)
    return None if found is None else AuthIdiom(found, None, None, None, as_dict=False)


def _used_as(program: Program, kin: Kin, asked: Injected | None) -> str | None:
    """The model of users, where its key is taken from what the type doesn't tell to be one."""
    people = [m for m in program.facts.models if m.table and _PEOPLE.fullmatch(snake(m.name))]
    if asked is None or len(people) != 1 or asked.kind.text not in _ODD:
        return None
    keys = [column.name for column in people[0].columns if column.primary_key]
    used = any(re.search(rf"\b{asked.param.name}\.{key}\b", kin.routes.text) for key in keys)
    return people[0].name if used else None


def _plain(asked: Injected | None, yields: str | None) -> str | None:
    if asked is not None and asked.type is not None:
        return asked.type.rpartition(".")[2]
    return yields


def _asked(
    module: SourceModule,
    aliases: Aliases,
    names: set[str],
    functions: frozenset[str] | None = None,
) -> list[_Asked]:
    """Where a module's functions ask for one of the dependencies."""
    found = []
    for function in module.functions:
        if functions is not None and function.name not in functions:
            continue
        params = [i for i in injected(module, function, aliases) if i.dependency in names]
        found += [_Asked(p.dependency, p.form, p, None) for p in params[:1]]
        for decorator in function.decorator_list if not params else ():
            if isinstance(decorator, ast.Call):
                found += [
                    _Asked(name, "in the decorator", None, text)
                    for name, text in decorator_dependencies(module, decorator)
                    if name in names
                ]
    return found
