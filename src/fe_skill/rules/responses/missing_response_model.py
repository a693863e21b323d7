"""A route that says nothing about what it returns.

Why: without a response model nothing is validated, filtered or documented: a field that is added to
a table shows up in the API by itself.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.rule import Bad, Finding, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import Operation, is_test, keyword, operations, status_number
from fe_skill.syntax.module import SourceModule

_BODILESS: Final = (204, 205, 304, 307, 308, 302, 303, 301)


def check(module: SourceModule) -> Iterator[Finding]:
    """Operations without a model, a return type, or a reason to have none."""
    if is_test(module.path):
        return
    for operation in operations(module):
        if operation.function.returns is None and not _needs_none(module, operation):
            message = f"`{operation.function.name}` has no response model and no return type"
            yield RULE.finding(module, operation.decorator, message)


def _needs_none(module: SourceModule, operation: Operation) -> bool:
    given = operation.decorator
    if any(keyword(given, name) for name in ("response_model", "response_class")):
        return True
    if any(each.arg is None for each in given.keywords):
        return True
    hidden = keyword(given, "include_in_schema")
    if isinstance(hidden, ast.Constant) and hidden.value is False:
        return True
    if status_number(module, operation.status) in _BODILESS:
        return True
    returned = [node.value for node in module.inside(operation.function, ast.Return)]
    return bool(returned) and all(_is_response(module, value) for value in returned)


def _is_response(module: SourceModule, value: ast.expr | None) -> bool:
    called = value.func if isinstance(value, ast.Call) else None
    return called is not None and (module.dotted(called) or "").endswith(("Response", "redirect"))


RULE = Rule(
    code="FE201",
    name="missing-response-model",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="annotate what the function returns, or give `response_model`",
    check=InFile(check, (b"fastapi",)),
    profile="blueprint",
    examples=(
        Bad(
            """
            from fastapi import APIRouter

            router = APIRouter()

            @router.get("/orders")  # <- FE201
            async def list_orders():
                return []
            """
        ),
        Good(
            """
            from fastapi import APIRouter
            from fastapi.responses import FileResponse

            router = APIRouter()

            @router.get("/orders")
            async def list_orders() -> list[str]:
                return []

            @router.get("/lines", response_model=list[str])
            async def list_lines():
                return []

            @router.get("/invoice")
            async def invoice():
                return FileResponse("invoice.pdf")

            @router.delete("/orders", status_code=204)
            async def delete_orders(): ...
            """
        ),
    ),
)
