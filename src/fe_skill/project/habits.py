"""The habits that bodies show: how routes answer and fail, and where data is read and kept.

Lives here: link_habits.
Does not:   habits that signatures and files show (conventions.py), judging one (rules/).

Only what is certain is counted: an answer or an error of an unknown type is no place.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.project.conventions import Seen, counted
from fe_skill.project.model import Convention, Where
from fe_skill.project.program import Function, Program

_HTTP: Final = ("fastapi.HTTPException", "starlette.exceptions.HTTPException")
_RESPONSES: Final = ("fastapi.Response", "starlette.responses.Response")
_SESSIONS: Final = ("sqlalchemy.orm.Session", "sqlalchemy.ext.asyncio.AsyncSession")
_WRAPPED: Final = re.compile(r"(\w+)\[")
_CONTAINERS: Final = frozenset(
    ("list", "List", "Sequence", "dict", "Dict", "set", "Set", "tuple", "Optional", "Union",
     "Iterable", "Annotated", "Literal")
)  # fmt: skip
_KINDS: Final = (
    (re.compile(r"Repo(?:sitory)?|DAO|Gateway"), "in repository classes"),
    (re.compile(r"CRUD|Crud"), "in CRUD classes"),
    (re.compile(r"Service|Manager|UseCase|Handler|Interactor"), "in service classes"),
)


def link_habits(program: Program) -> tuple[Convention, ...]:
    """Every habit for which there is at least one place."""
    seen: dict[str, list[Seen]] = {
        "answers": list(_answers(program)),
        "response envelope": list(_envelopes(program)),
        "errors": list(_errors(program)),
        "queries": list(_queries(program)),
        "commits": list(_commits(program)),
    }
    return tuple(counted(name, values) for name, values in seen.items() if values)


def _answers(program: Program) -> Iterator[Seen]:
    """What each route function returns, by its first `return` that tells."""
    for function, _ in program.route_functions():
        returned = function.module.running_in(function.node, ast.Return)
        kinds = (_answer(program, function, each.value) for each in returned)
        kind = next((each for each in kinds if each is not None), None)
        if kind is not None:
            yield kind, function.where


def _answer(program: Program, function: Function, node: ast.expr | None) -> str | None:
    found = None if node is None else program.type_of(function, node)
    if found is None:
        return None
    if found.name == "builtins.dict":
        return "dicts"
    if program.model(found.name) is not None:
        return "mapped objects"
    if program.schema(found.name) is not None:
        return "schemas"
    known = program.is_subclass(found.name, *_RESPONSES)
    return "response objects" if known or _is_response(found.name) else None


def _is_response(name: str) -> bool:
    return name.startswith(("fastapi.", "starlette.")) and name.endswith("Response")


def _envelopes(program: Program) -> Iterator[Seen]:
    for route in program.facts.routes:
        if route.response_model is not None:
            wrapped = _WRAPPED.match(route.response_model)
            name = wrapped[1] if wrapped and wrapped[1] not in _CONTAINERS else "none"
            yield name, route.where


def _errors(program: Program) -> Iterator[Seen]:
    """What is raised on the way from routes."""
    handled = {name for app in program.facts.applications for name in app.handlers}
    for function in program.reached_by_routes():
        for node in function.module.running_in(function.node, ast.Raise):
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            name = None if raised is None else program.resolve(function.module, raised)
            kind = None if name is None else _error(program, name, handled)
            if kind is not None:
                yield kind, Where(function.module.path, node.lineno)


def _error(program: Program, name: str, handled: set[str]) -> str | None:
    own = program.class_(name) is not None
    if program.is_subclass(name, *_HTTP):
        return "own subclasses of HTTPException" if own else "HTTPException"
    if not own or not program.is_subclass(name, "builtins.Exception"):
        return None
    return "own errors with a handler" if program.is_subclass(name, *handled) else "own errors"


def _queries(program: Program) -> Iterator[Seen]:
    """Where the statements stand that routes lead to; of all, where routes lead to none."""
    found = list(_placed(program))
    reached = program.reached_by_routes()
    used = [seen for function, seen in found if function in reached]
    yield from used or [seen for _, seen in found]


def _placed(program: Program) -> Iterator[tuple[Function, Seen]]:
    for query in program.facts.queries:
        module = program.module(query.where.path)
        function = None if module is None else program.function_on(module, query.where.line)
        if function is not None:
            yield function, (_place(program, function), query.where)


def _commits(program: Program) -> Iterator[Seen]:
    for function in program.reached_by_routes():
        for site in function.calls:
            if not (site.target or "").endswith(".commit") or site.receiver is None:
                continue
            if program.is_subclass(site.receiver, *_SESSIONS):
                yield _place(program, function), site.where


def _place(program: Program, function: Function) -> str:
    """What kind of function it is, by what calls it and by the name of its class."""
    if program.routes_of(function):
        return "in the routes"
    if program.is_dependency(function):
        return "in dependencies"
    if function.owner is None:
        return "in functions"
    if program.model(function.owner) is not None:
        return "on the models"
    name = function.owner.rpartition(".")[2]
    return next((kind for words, kind in _KINDS if words.search(name)), "in other classes")
