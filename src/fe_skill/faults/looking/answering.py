"""Repairs that let a failure be answered: a lookup that found nothing, a row that was refused.

Lives here: refused_row_answered, missing_row_answered.
"""

import ast

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.fault import Edit
from fe_skill.faults.looking.source import last_name
from fe_skill.faults.mending import imported, line_after
from fe_skill.syntax.module import SourceModule

_WRITES = frozenset(("commit", "flush"))


def refused_row_answered(case: Case, spot: Spot | None, detail: str) -> tuple[Edit, ...]:
    """The commit inside a `try` that rolls back and answers 409."""
    module, statement = case.module(spot.path) if spot else None, case.statement_at(spot)
    call = _write(statement) if isinstance(statement, ast.Expr) else None
    if module is None or statement is None or call is None or "\n" in module.segment(statement):
        return ()
    if any(isinstance(one, ast.Try) for one in module.parents(statement)):
        return ()
    owner = module.segment(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    awaited = "await " if isinstance(module.parent(call), ast.Await) else ""
    indent = " " * statement.col_offset
    lines = (
        "try:",
        f"    {module.segment(statement)}",
        "except IntegrityError as error:",
        f"    {awaited}{owner}.rollback()",
        f'    raise HTTPException(409, "{detail}") from error',
    )
    start, end = module.offsets(statement)
    return (
        Edit(module.path, start, end, f"\n{indent}".join(lines)),
        *imported(module, "fastapi", "HTTPException"),
        *imported(module, "sqlalchemy.exc", "IntegrityError"),
    )


def missing_row_answered(module: SourceModule, call: ast.Call) -> tuple[Edit, ...]:
    """A look at what the lookup gave, and 404 where that is nothing."""
    statement = next((one for one in module.parents(call) if isinstance(one, ast.stmt)), None)
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return ()
    value = statement.value.value if isinstance(statement.value, ast.Await) else statement.value
    name = getattr(statement.targets[0], "id", "")
    if value is not call or not name:
        return ()
    look = f"if {name} is None:\n    raise HTTPException(404)"
    return (line_after(module, statement, look), *imported(module, "fastapi", "HTTPException"))


def _write(statement: ast.Expr) -> ast.Call | None:
    value = statement.value.value if isinstance(statement.value, ast.Await) else statement.value
    return value if isinstance(value, ast.Call) and last_name(value.func) in _WRITES else None
