"""All connections of the pool were taken, and none came back in time.

A larger pool only puts the day off: somewhere a session isn't closed, or one request holds
several, or holds one while it waits for something else.

Tell-tale: "QueuePool limit of size ... reached".
"""

import ast

from fe_skill.faults.case import Case, functions_of
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.source import is_test, placed
from fe_skill.faults.mending import around, imported
from fe_skill.syntax.module import Function, SourceModule

_SIGN = r"QueuePool limit of size|couldn't get a connection after|PoolTimeout"


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says=_SIGN)
    if raised is None and not (not case.chain and case.says(_SIGN)):
        return None
    found = _never_closed(case)
    place = placed(found[0], found[2], found[1].name) if found else None
    spot = case.spot(raised)
    return Diagnosis(
        what="every connection of the pool is taken",
        why="a session that is opened here is never closed"
        if place
        else "sessions are held longer than they should be, or never closed",
        confidence=SURE if place else CLEAR if case.program is None else LIKELY,
        place=place or (spot.place if spot else None),
        evidence=(spot.evidence("where one more was wanted"),) if spot else (),
        mend=(
            "open the session in a dependency that closes it: `async with make_session() as "
            "session: yield session`",
            "don't hold a session across calls to other services, or open a second one inside",
        ),
        edits=_closed(*found) if found else (),
    )


def _never_closed(case: Case) -> tuple[SourceModule, Function, ast.Assign] | None:
    """A session that a function opens and doesn't close."""
    if case.program is None:
        return None
    for module in case.program.mentioning(b"ession"):
        for function in functions_of(module) if not is_test(module.path) else ():
            for node in module.inside(function, ast.Assign):
                text = module.segment(node.value)
                opens = text.endswith("()") and "ession" in text and "get_" not in text
                if opens and ".close()" not in module.segment(function):
                    return module, function, node
    return None


def _closed(module: SourceModule, function: Function, opened: ast.Assign) -> tuple[Edit, ...]:
    """`session = make()` and `return session` as `async with make() as session: yield session`."""
    last = function.body[-1]
    name = getattr(opened.targets[0], "id", "")
    returned = isinstance(last, ast.Return) and getattr(last.value, "id", "") == name
    if opened not in function.body or not name or not returned:
        return ()
    indent = " " * opened.col_offset
    word = "async with" if isinstance(function, ast.AsyncFunctionDef) else "with"
    between = function.body[function.body.index(opened) + 1 : -1]
    lines = [f"{word} {module.segment(opened.value)} as {name}:"]
    lines += [f"{indent}    {module.segment(one)}" for one in between]
    if any("\n" in module.segment(one) for one in between):
        return ()
    text = "\n".join([*lines, f"{indent}    yield {name}"])
    edits = [Edit(module.path, module.offsets(opened)[0], module.offsets(last)[1], text)]
    if function.returns is not None:
        kind = "AsyncIterator" if word.startswith("async") else "Iterator"
        edits += around(module, function.returns, f"{kind}[", "]")
        edits += imported(module, "collections.abc", kind)
    return tuple(edits)


_DEPS = """\
from app.database import make_session


async def get_session():
    session = make_session()
    return session
"""

FAULT = Fault(
    name="pool-exhausted",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, "
                "connection timed out, timeout 30.00",
                ("/app/app/numbers.py", 6, "numbers", "return await session.execute(statement)"),
            ),
            {"app/deps.py": _DEPS},
            "app/deps.py:5",
            mended=True,
        ),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/errors.html#error-3o7r",),
)
