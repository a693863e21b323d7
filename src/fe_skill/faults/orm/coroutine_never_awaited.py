"""A coroutine was used as if it were the value that it would give.

An `async def` that is called without `await` gives a coroutine. What reads it fails, often in
another function than the one that forgot to await.

Tell-tale: "'coroutine' object has no attribute", "is not iterable", "not subscriptable", "was never
           awaited"; Pydantic and JSON name the type `coroutine`.
"""

import ast
import re
from collections.abc import Iterator

from fe_skill.faults.case import Case, functions_of
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.source import function_of, last_name, placed, shown
from fe_skill.faults.mending import around
from fe_skill.syntax.module import Function, SourceModule

_SIGN = re.compile(
    r"'coroutine' object|coroutine object|type 'coroutine'|<class 'coroutine'>|"
    r"input_type=coroutine|"
    r"type coroutine is not JSON|coroutine '([\w.]+)' was never awaited"
)
_NEVER = re.compile(
    r"coroutine '(?:[\w.]*\.)?(\w+)' was never awaited|coroutine object (?:[\w.]*\.)?(\w+) at 0x"
)
_OTHERS = re.compile(
    r"asyncio\.run\(\) cannot be called|no running event loop|object\W*does\W|conte\w*\W+man|"
    r"Connection\.cursor|greenlet|can't be used in 'await'"
)
_AWAITABLE = frozenset(
    (
        "execute",
        "scalar",
        "scalars",
        "commit",
        "refresh",
        "flush",
        "get_one",
        "rollback",
        "merge",
        "json",
        "body",
    )
)


def recognise(case: Case) -> Diagnosis | None:
    found = _SIGN.search(case.last.message if case.last else case.said)
    if found is None or _OTHERS.search(found.string):
        return None
    spot = case.spot()
    named = _NEVER.search(case.said)
    missing = next(_not_awaited(case, (named[1] or named[2]) if named else ""), None)
    if missing is None:
        return Diagnosis(
            what="a coroutine was used in the place of the value that it would give",
            why="an `async def` gives its value only to who awaits it",
            confidence=CLEAR
            if spot and case.program is None and _said_first(case, found)
            else LIKELY,
            place=spot.place if spot else None,
            evidence=(spot.evidence("where the value was wanted"),) if spot else (),
            mend=("put `await` before the call that gives it",),
        )
    module, call = missing
    return Diagnosis(
        what=f"`{module.segment(call.func)}(...)` is called without `await`",
        why="an `async def` gives its value only to who awaits it",
        confidence=SURE,
        place=placed(module, call, last_name(call.func)),
        evidence=(
            shown(module, call, "the call without `await`"),
            *((spot.evidence("where the value was wanted"),) if spot else ()),
        ),
        mend=("put `await` before the call",),
        edits=_awaiting(module, call),
        safe=True,
    )


def _said_first(case: Case, found: re.Match[str]) -> bool:
    """Whether the exception itself says it, not a warning that was printed below."""
    if case.last is None:
        return True
    before, said, _ = case.last.message.partition("\n")[0].partition(found[0])
    return bool(said) and "Warning: " not in before


def _not_awaited(case: Case, named: str) -> Iterator[tuple[SourceModule, ast.Call]]:
    """The calls of `async def`s that nothing awaits, in the functions of the frames first."""
    asynchronous = _asynchronous(case)
    seen: set[tuple[str, int]] = set()
    ended = case.endpoint()
    for spot in (*reversed(case.spots()), *((ended,) if ended else ())):
        found = function_of(case, spot)
        if found and (found[0].path, found[1].lineno) not in seen:
            seen.add((found[0].path, found[1].lineno))
            yield from _calls(*found, {named} if named else asynchronous)
    if named and case.program is not None:
        for module in case.program.mentioning(f"{named}(".encode()):
            for node in functions_of(module):
                yield from _calls(module, node, {named})


def _calls(
    module: SourceModule, node: Function, names: set[str]
) -> Iterator[tuple[SourceModule, ast.Call]]:
    for call in module.inside(node, ast.Call):
        plain = not isinstance(module.parent(call), (ast.Await, ast.Starred))
        if plain and last_name(call.func) in names and not _handed_on(module, call):
            yield module, call


def _handed_on(module: SourceModule, call: ast.Call) -> bool:
    """Given to something that awaits it: `gather`, `create_task`, `wait_for`, or returned."""
    parent = module.parent(call)
    if isinstance(parent, ast.Call):
        return last_name(parent.func) in {
            "gather",
            "create_task",
            "wait_for",
            "shield",
            "run",
            "ensure_future",
        }
    return isinstance(parent, ast.Return) and not isinstance(
        module.function_of(call), ast.AsyncFunctionDef
    )


def _asynchronous(case: Case) -> set[str]:
    """The names of the project's own `async def`s, and of what a session is awaited for."""
    if case.program is None:
        return set()
    names = set(_AWAITABLE)
    plain: set[str] = set()
    for module in case.program.mentioning(b"async def"):
        names |= {one.name for one in functions_of(module) if isinstance(one, ast.AsyncFunctionDef)}
        plain |= {one.name for one in functions_of(module) if isinstance(one, ast.FunctionDef)}
    return names - plain - {"get"}


def _awaiting(module: SourceModule, call: ast.Call) -> tuple[Edit, ...]:
    if not isinstance(module.function_of(call), ast.AsyncFunctionDef):
        return ()
    if isinstance(module.parent(call), (ast.Attribute, ast.Subscript, ast.Call)):
        parent = module.parent(call)
        if not (isinstance(parent, ast.Call) and call in parent.args):
            return around(module, call, "(await ", ")")
    return around(module, call, "await ", "")[:1]


_SERVICE = """\
from app.repository import find


async def get(item_id):
    item = find(item_id)
    return item.name
"""
_READ = ("/app/app/service.py", 6, "get", "return item.name")

FAULT = Fault(
    name="coroutine-never-awaited",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace("AttributeError: 'coroutine' object has no attribute 'name'", _READ),
            {
                "app/service.py": _SERVICE,
                "app/repository.py": "async def find(item_id):\n    return item_id\n",
            },
            "app/service.py:5",
            mended=True,
        ),
        Sample("app/main.py:9: RuntimeWarning: coroutine 'send_mail' was never awaited"),
    ),
    docs=("https://docs.python.org/3/library/asyncio-dev.html#detect-never-awaited-coroutines",),
)
