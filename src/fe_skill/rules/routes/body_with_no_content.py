"""A route that declares 204 or 304 and a response body.

Why: these statuses have no body. With a return type or a response model the application refuses to
start; without one, what the function returns is dropped without a word.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.edits import replaced
from fe_skill.rules.rule import Applicability, Bad, Finding, Fix, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import DECORATED, Operation, keyword, operations, status_number
from fe_skill.syntax.module import SourceModule

_BODILESS: Final = (204, 304)


def check(module: SourceModule) -> Iterator[Finding]:
    """Declared and returned bodies of operations that can't have one."""
    for operation in operations(module):
        number = status_number(module, operation.status)
        if number not in _BODILESS:
            continue
        declared = _declared(module, operation)
        if declared is not None:
            message = f"`{operation.function.name}` declares {number} and a body"
            fix = None
            if declared is operation.function.returns:
                edits = (replaced(module, declared, "None"),)
                fix = Fix("Return nothing", Applicability.UNSAFE, edits)
            yield RULE.finding(module, declared, message, fix=fix)
        elif operation.function.returns is None:
            yield from _returned(module, operation, number)


def _declared(module: SourceModule, operation: Operation) -> ast.expr | None:
    """The response model or return type that names a body."""
    model = keyword(operation.decorator, "response_model")
    if model is not None:
        return None if _is_none(model) else model
    returns = operation.function.returns
    if returns is None or _is_none(returns):
        return None
    meant = module.dotted(returns) or ""
    # A type that can't be told is no ground: many are responses under another name.
    plain = meant.startswith("builtins.") or isinstance(returns, ast.Subscript)
    return returns if plain and meant != "builtins.None" else None


def _returned(module: SourceModule, operation: Operation, number: int) -> Iterator[Finding]:
    for node in module.inside(operation.function, ast.Return):
        value = node.value
        if isinstance(value, (ast.Dict, ast.List)) and (
            value.keys if isinstance(value, ast.Dict) else value.elts
        ):
            message = f"what `{operation.function.name}` returns is dropped: {number} has no body"
            yield RULE.finding(module, node, message, severity=Severity.WARNING)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


RULE = Rule(
    code="FE109",
    name="body-with-no-content",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="return nothing, or declare 200",
    check=InFile(check, (b"204", b"304"), DECORATED),
    fix=Applicability.UNSAFE,
    examples=(
        Bad(
            """
            from fastapi import APIRouter, status

            router = APIRouter()

            @router.delete("/orders/{order_id}", status_code=status.HTTP_204_NO_CONTENT)
            async def delete_order(order_id: int) -> dict[str, str]:  # <- FE109
                return {"detail": "gone"}
            """,
            fixed="""
            from fastapi import APIRouter, status

            router = APIRouter()

            @router.delete("/orders/{order_id}", status_code=status.HTTP_204_NO_CONTENT)
            async def delete_order(order_id: int) -> None:
                return {"detail": "gone"}
            """,
        ),
        Bad(
            """
            from fastapi import APIRouter

            router = APIRouter()

            @router.delete("/orders/{order_id}", status_code=204)
            async def delete_order(order_id: int):
                return {"detail": "gone"}  # <- FE109
            """
        ),
        Good(
            """
            from fastapi import APIRouter, Response

            router = APIRouter()

            @router.delete("/orders/{order_id}", status_code=204)
            async def delete_order(order_id: int) -> None: ...

            @router.delete("/lines/{line_id}", status_code=204)
            async def delete_line(line_id: int) -> Response:
                return Response(status_code=204)
            """
        ),
    ),
)
