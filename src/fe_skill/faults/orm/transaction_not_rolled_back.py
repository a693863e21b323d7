"""A session was used on after a flush that failed.

A failed flush ends the transaction. Who catches the error has to roll back before the session
is used again.

Tell-tale: `PendingRollbackError`, "InFailedSQLTransactionError".
"""

import ast
from collections.abc import Iterator

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.calls import led_to
from fe_skill.faults.looking.source import last_name, placed, shown
from fe_skill.faults.mending import line_before
from fe_skill.syntax.module import SourceModule

_WRITES = frozenset(("commit", "flush", "execute", "scalar", "scalars"))


_SAID = (
    r"InFailedSQLTransactionError|current transaction is aborted|"
    r"Session's transaction has been rolled back|until invalid transaction is rolled back"
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(
        "PendingRollbackError", "InFailedSQLTransactionError", "InFailedSqlTransaction"
    ) or (case.raised(says=_SAID))
    if raised is None:
        return None
    found = next(_swallowing(case), None)
    spot = case.spot(raised)
    place = placed(found[0], found[1]) if found else spot.place if spot else None
    return Diagnosis(
        what="a failed flush was caught, and the session used on without a rollback",
        why="a failed flush ends the transaction; only `rollback` begins another",
        confidence=SURE if found else CLEAR,
        place=place,
        evidence=(
            *((shown(*found[:2], "where the error is caught"),) if found else ()),
            *((spot.evidence("where the session was used again"),) if spot else ()),
        ),
        mend=(
            "`await session.rollback()` where the error is caught",
            "or let the write fail on its own: `async with session.begin_nested():`",
        ),
        edits=_rolled_back(*found) if found else (),
    )


def _swallowing(case: Case) -> Iterator[tuple[SourceModule, ast.ExceptHandler, ast.Try]]:
    if case.program is None:
        return
    for at in led_to(case):
        for attempt in at.module.inside(at.node, ast.Try):
            written = any(
                isinstance(node, ast.Call) and last_name(node.func) in _WRITES
                for part in attempt.body
                for node in ast.walk(part)
            )
            for handler in attempt.handlers if written else ():
                if "rollback" not in at.module.segment(handler):
                    yield at.module, handler, attempt


def _rolled_back(
    module: SourceModule, handler: ast.ExceptHandler, attempt: ast.Try
) -> tuple[Edit, ...]:
    """The rollback of the session that was written through, awaited where that was."""
    for part in attempt.body:
        for node in ast.walk(part):
            if isinstance(node, ast.Call) and last_name(node.func) in _WRITES:
                assert isinstance(node.func, (ast.Attribute, ast.Name))  # noqa: S101 -- it has a name
                if isinstance(node.func, ast.Name):
                    return ()
                awaited = "await " if isinstance(module.parent(node), ast.Await) else ""
                line = f"{awaited}{module.segment(node.func.value)}.rollback()"
                return (line_before(module, handler.body[0], line),)
    return ()


_SERVICE = """\
async def save(session, tag):
    session.add(tag)
    try:
        await session.commit()
    except ValueError:
        pass
    return await session.scalar(1)
"""

FAULT = Fault(
    name="transaction-not-rolled-back",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.PendingRollbackError: This Session's transaction has been rolled "
                "back due to a previous exception during flush.",
                ("/app/app/service.py", 7, "save", "return await session.scalar(1)"),
            ),
            {"app/service.py": _SERVICE},
            "app/service.py:5",
            mended=True,
        ),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/faq/sessions.html",),
)
