"""`asyncio.run` is called where an event loop runs already.

A path operation, a test or a notebook has one; `asyncio.run` starts another, which can't be.

Tell-tale: "asyncio.run() cannot be called from a running event loop", "This event loop is already
           running".
"""

import ast
from collections.abc import Iterator

from fe_skill.faults.case import Case, Spot, functions_of
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.source import calls_at, function_of, last_name
from fe_skill.faults.mending import around, replaced
from fe_skill.faults.reading.reading import Raised
from fe_skill.syntax.module import Function, SourceModule

_SIGN = (
    r"asyncio\.run\(\) cannot be called from a running event loop|"
    r"Cannot run the event loop while another loop is running|"
    r"[Tt]his event loop is already running|Runner\.run\(\) cannot be called|"
    r"asyncio\.run\(\).{1,120}(?:running|active) (?:async )?(?:event )?loop"
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("RuntimeError", says=_SIGN)
    if raised is None:
        return None
    spot = case.spot(raised)
    if (migrating := _migrating(case, raised)) is not None:
        return migrating
    return Diagnosis(
        what="`asyncio.run` is called where an event loop runs already",
        why="it starts a loop of its own, and a thread has one at a time",
        confidence=SURE if spot else CLEAR,
        place=spot.place if spot else None,
        evidence=tuple(one.evidence("on the way to it") for one in case.spots(raised)),
        mend=(
            "make the function `async def` and `await` there",
            "or call the synchronous one from a plain `def` path operation, in its thread",
        ),
        edits=_awaited(case, spot) if spot else (),
    )


def _migrating(case: Case, raised: Raised) -> Diagnosis | None:
    """Alembic's command called on the loop: its env.py starts one of its own, and rightly."""
    spots = case.spots(raised)
    callers = [spot for spot in spots if not spot.path.endswith("env.py")]
    if not spots or not spots[-1].path.endswith("env.py") or not callers:
        return None
    return Diagnosis(
        what="migrations are run on the event loop, and env.py starts a loop of its own",
        why="a thread has one loop at a time",
        confidence=SURE,
        place=callers[-1].place,
        evidence=tuple(one.evidence("on the way to it") for one in (*callers[-2:], spots[-1])),
        mend=(
            "run them in a thread: `await asyncio.to_thread(upgrade)`",
            "better: before the start, by `alembic upgrade head`",
        ),
    )


def _awaited(case: Case, spot: Spot) -> tuple[Edit, ...]:
    """The function made asynchronous and awaited by its callers, where those all are so."""
    call = next(iter(calls_at(case, spot, "run")), None)
    found = function_of(case, spot)
    if call is None or found is None or len(call[1].args) != 1:
        return ()
    module, node = found
    inner = f"await {module.segment(call[1].args[0])}"
    if isinstance(node, ast.AsyncFunctionDef):
        return (replaced(module, call[1], inner),)
    if module.parent(node) is not module.tree:
        return ()
    calls = list(_calls(case, node.name))
    if not calls or any(
        not isinstance(one.function_of(c), ast.AsyncFunctionDef) for one, c in calls
    ):
        return ()
    start = module.offset(node.lineno, node.col_offset + 1)
    return (
        Edit(module.path, start, start, "async "),
        replaced(module, call[1], inner),
        *(edit for one, c in calls for edit in _await(one, c)),
    )


def _await(module: SourceModule, call: ast.Call) -> tuple[Edit, ...]:
    simple = isinstance(module.parent(call), (ast.Return, ast.Assign, ast.Expr))
    before, after = around(module, call, "await " if simple else "(await ", "" if simple else ")")
    return (before,) if simple else (before, after)


def _calls(case: Case, name: str) -> Iterator[tuple[SourceModule, ast.Call]]:
    for module in case.program.mentioning(f"{name}(".encode()) if case.program else ():
        own = {
            one.name for one in functions_of(module) if one.name == name and _is_top(module, one)
        }
        for call in module.nodes(ast.Call):
            plain = isinstance(call.func, ast.Name) and (name in module.names or name in own)
            far = isinstance(call.func, ast.Attribute) and _is_module(module, call.func)
            if last_name(call.func) == name and (plain or far):
                yield module, call


def _is_top(module: SourceModule, node: Function) -> bool:
    return module.parent(node) is module.tree


def _is_module(module: SourceModule, node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in module.names


_RATES = """\
import asyncio


async def fetch():
    return 1


def rates():
    return asyncio.run(fetch())
"""

FAULT = Fault(
    name="asyncio-run-inside-loop",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "RuntimeError: asyncio.run() cannot be called from a running event loop",
                ("/srv/app/main.py", 9, "lifespan", "upgraded()"),
                ("/srv/app/upgrading.py", 6, "upgraded", 'command.upgrade(config, "head")'),
                ("/srv/alembic/env.py", 18, "<module>", "asyncio.run(connected())"),
            )
        ),
        Sample(
            trace(
                "RuntimeError: asyncio.run() cannot be called from a running event loop",
                ("/srv/app/rates.py", 9, "rates", "return asyncio.run(fetch())"),
            ),
            {
                "app/rates.py": _RATES,
                "app/main.py": "from app.rates import rates\n\n\nasync def read():\n"
                "    return rates()\n",
            },
            "app/rates.py:9",
            mended=True,
        ),
        Sample("RuntimeError: This event loop is already running"),
    ),
    docs=("https://docs.python.org/3/library/asyncio-runner.html",),
)
