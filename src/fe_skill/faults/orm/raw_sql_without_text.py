"""SQL was given as a plain string.

Tell-tale: "should be explicitly declared as text(...)", "Not an executable object".
"""

import ast

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.source import calls_at
from fe_skill.faults.mending import around, imported

_SIGN = r"explicitly declared as text\(|Not an executable object: '"


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("ArgumentError", "ObjectNotExecutableError", says=_SIGN)
    if raised is None:
        return None
    spot = case.spot(raised)
    return Diagnosis(
        what="SQL was given as a plain string",
        why="SQLAlchemy 2 takes statements, and SQL as text only where it is marked as such",
        confidence=SURE if spot else CLEAR,
        place=spot.place if spot else None,
        evidence=(spot.evidence("where it is executed"),) if spot else (),
        mend=('wrap it: `text("SELECT 1")`, with values as parameters, never pasted into it',),
        edits=_wrapped(case, spot),
        safe=True,
    )


def _wrapped(case: Case, spot: Spot | None) -> tuple[Edit, ...]:
    for module, call in calls_at(case, spot, "execute", "scalar", "scalars", "stream"):
        if call.args and not isinstance(call.args[0], (ast.Call, ast.Starred)):
            return (
                *around(module, call.args[0], "text(", ")"),
                *imported(module, "sqlalchemy", "text"),
            )
    return ()


FAULT = Fault(
    name="raw-sql-without-text",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.ArgumentError: Textual SQL expression 'SELECT 1' should be "
                "explicitly declared as text('SELECT 1')",
                ("/app/health.py", 2, "probe", 'return await session.scalar("SELECT 1")'),
            ),
            {
                "health.py": "async def probe(session):\n"
                '    return await session.scalar("SELECT 1")\n'
            },
            "health.py:2",
            mended=True,
        ),
    ),
)
