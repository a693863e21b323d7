"""A route whose status for success doesn't fit what it does.

Why: clients act on the status; a success that is declared as an error, or a reading that says
`201 Created`, sends them the wrong way and is wrong in the OpenAPI document too.
"""

from collections.abc import Iterator
from typing import Final

from fe_skill.rules.edits import replaced
from fe_skill.rules.rule import Applicability, Bad, Finding, Fix, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import DECORATED, keyword, operations, status_number
from fe_skill.syntax.module import SourceModule

_ERRORS: Final = 400
_NOT_IMPLEMENTED: Final = 501
_CREATED: Final = 201


def check(module: SourceModule) -> Iterator[Finding]:
    """Declared errors as success, and 201 from methods that create nothing."""
    for operation in operations(module):
        given = operation.status
        number = status_number(module, given)
        if given is None or number is None or operation.function.name.startswith("test_"):
            continue
        # A stub that says so is right.
        if number == _NOT_IMPLEMENTED:
            continue
        if number >= _ERRORS and keyword(operation.decorator, "include_in_schema") is None:
            message = f"`{operation.function.name}` answers {number}, an error, on success"
            yield RULE.finding(module, given, message)
        elif number == _CREATED and operation.method in ("get", "head", "delete"):
            message = f"a {operation.method.upper()} creates nothing, but declares 201"
            fix = Fix("Answer 200", Applicability.UNSAFE, (replaced(module, given, "200"),))
            yield RULE.finding(module, given, message, fix=fix)


RULE = Rule(
    code="FE108",
    name="unfit-status-code",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="declare the status of success: 200, 201 for a creation, 204 without a body",
    check=InFile(check, (b"status_code",), DECORATED),
    fix=Applicability.UNSAFE,
    examples=(
        Bad(
            """
            from fastapi import APIRouter, status

            router = APIRouter()

            @router.get("/orders", status_code=status.HTTP_201_CREATED)  # <- FE108
            async def list_orders() -> list[str]: ...
            """,
            fixed="""
            from fastapi import APIRouter, status

            router = APIRouter()

            @router.get("/orders", status_code=200)
            async def list_orders() -> list[str]: ...
            """,
        ),
        Bad(
            """
            from fastapi import APIRouter

            router = APIRouter()

            @router.post("/orders", status_code=422)  # <- FE108
            async def create_order() -> str: ...
            """
        ),
        Good(
            """
            from fastapi import APIRouter

            router = APIRouter()

            @router.post("/orders", status_code=201)
            async def create_order() -> str: ...
            """
        ),
        Good(
            """
            from fastapi import APIRouter

            router = APIRouter()

            @router.put("/orders/{order_id}", status_code=501)
            async def replace_order(order_id: int) -> None: ...
            """
        ),
    ),
)
