"""A single row that is read with `first()`.

Why: `first()` hides that there may be several rows, and takes any of them; `scalar_one_or_none()`
says that there is one or none, and fails when that isn't so.
"""

import ast
from collections.abc import Iterator

from fe_skill.rules.rule import (
    Applicability,
    Bad,
    Edit,
    Finding,
    Fix,
    Good,
    InFile,
    Rule,
    Severity,
)
from fe_skill.rules.vocabulary import is_test
from fe_skill.syntax.module import SourceModule


def check(module: SourceModule) -> Iterator[Finding]:
    """`.scalars().first()`, unless the statement is limited or ordered in the same function."""
    if is_test(module.path):
        return
    for call in module.nodes(ast.Call):
        if not (isinstance(call.func, ast.Attribute) and call.func.attr == "first"):
            continue
        inner = call.func.value
        scalars = isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute)
        if not scalars or inner.func.attr != "scalars":  # type: ignore[attr-defined]
            continue
        around = module.function_of(call)
        chosen = around and any(
            isinstance(node.func, ast.Attribute) and node.func.attr in ("limit", "order_by")
            for node in module.inside(around, ast.Call)
        )
        if not chosen:
            message = "`first()` takes any of several rows"
            yield RULE.finding(module, call, message, fix=_settling(module, call))


def _settling(module: SourceModule, call: ast.Call) -> Fix | None:
    """Ask for one row or none: a second one is an error then."""
    inner = call.func.value if isinstance(call.func, ast.Attribute) else None
    if not isinstance(inner, ast.Call) or not isinstance(inner.func, ast.Attribute):
        return None
    if call.args or call.keywords:
        return None
    end = module.offsets(call)[1]
    start = module.offsets(inner)[1] if inner.args else module.offsets(inner.func.value)[1]
    text = ".one_or_none()" if inner.args else ".scalar_one_or_none()"
    return Fix("Ask for one or none", Applicability.UNSAFE, (Edit(module.path, start, end, text),))


RULE = Rule(
    code="FE415",
    name="unsettled-result-style",
    severity=Severity.INFO,
    explanation=__doc__,
    mend="use `scalar_one_or_none()` on the result",
    check=InFile(check, (b".first()",)),
    fix=Applicability.UNSAFE,
    profile="blueprint",
    examples=(
        Bad(
            """
            from sqlalchemy import select

            async def read(session, Order, number: str):
                result = await session.execute(select(Order).where(Order.number == number))
                return result.scalars().first()  # <- FE415
            """,
            fixed="""
            from sqlalchemy import select

            async def read(session, Order, number: str):
                result = await session.execute(select(Order).where(Order.number == number))
                return result.scalar_one_or_none()
            """,
        ),
        Good(
            """
            from sqlalchemy import select

            async def read(session, Order, number: str):
                result = await session.execute(select(Order).where(Order.number == number))
                return result.scalar_one_or_none()

            async def newest(session, Order):
                result = await session.execute(select(Order).order_by(Order.made.desc()))
                return result.scalars().first()
            """
        ),
    ),
)
