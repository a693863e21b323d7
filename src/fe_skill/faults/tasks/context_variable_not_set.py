"""A context variable is read where nothing has set it.

A middleware sets it for its requests alone: start-up, background threads and scripts are outside of
them, and a variable without a default has no value there.

Tell-tale: `LookupError: <ContextVar name=...>`.
"""

import ast
from collections.abc import Iterator

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.source import last_name, placed
from fe_skill.faults.mending import argument
from fe_skill.syntax.module import SourceModule

_SIGN = r"<ContextVar name='(\w+)'"


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("LookupError", says=_SIGN)
    if raised is None:
        return None
    name = raised.message.partition("name='")[2].partition("'")[0]
    spot = case.spot(raised)
    found = next(_made(case, name), None)
    is_text = found is not None and "ContextVar[str]" in found[0].line(found[1].lineno)
    return Diagnosis(
        what=f"the context variable `{name}` was read where nothing had set it",
        why="it has no default, and what sets it has not run in this context",
        confidence=SURE if found else CLEAR,
        place=placed(*found, name) if found else spot.place if spot else None,
        evidence=(spot.evidence("where it is read"),) if spot else (),
        mend=(
            "give it a default: `ContextVar(..., default=...)`",
            "or set it there too; a thread begins with the context that it is given",
        ),
        edits=(argument(found[0], found[1], 'default=""'),) if found and is_text else (),
    )


def _made(case: Case, name: str) -> Iterator[tuple[SourceModule, ast.Call]]:
    for module in case.program.mentioning(b"ContextVar(") if case.program else ():
        for call in module.nodes(ast.Call):
            first = call.args[0] if call.args else None
            named = isinstance(first, ast.Constant) and first.value == name
            if named and last_name(call.func) == "ContextVar" and not call.keywords:
                yield module, call


_CONTEXT = """\
from contextvars import ContextVar

number: ContextVar[str] = ContextVar("number")
"""

FAULT = Fault(
    name="context-variable-not-set",
    explanation=__doc__,
    recognise=recognise,
    explains=("lifespan-failed", "key-or-item-missing"),
    samples=(
        Sample(
            trace(
                "LookupError: <ContextVar name='number' at 0x7f0d5c1b>",
                ("/srv/app/journal.py", 5, "noted", "return number.get()"),
            ),
            {"app/context.py": _CONTEXT},
            "app/context.py:3",
            mended=True,
        ),
    ),
    docs=("https://docs.python.org/3/library/contextvars.html",),
)
