"""The same explicit `operation_id` on two routes.

Why: ids must be unique in an OpenAPI document; client generators overwrite one method with the
other, and FastAPI warns each time the document is made.
"""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fe_skill.project.program import Program
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Related, Rule, Severity
from fe_skill.rules.vocabulary import keyword, operations

if TYPE_CHECKING:
    from fe_skill.syntax.module import SourceModule


def check(program: Program) -> Iterator[Finding]:
    """Every later use of an id among routes of the same application."""
    applications = {
        (route.registered.path, route.registered.line): route.app for route in program.facts.routes
    }
    first: dict[tuple[str, str], tuple[SourceModule, ast.expr]] = {}
    for module in program.mentioning(b"operation_id"):
        for operation in operations(module):
            given = keyword(operation.decorator, "operation_id")
            app = applications.get((module.path, operation.decorator.lineno))
            if app is None or not isinstance(given, ast.Constant):
                continue
            name = str(given.value)
            earlier = first.setdefault((app, name), (module, given))
            if earlier[1] is not given:
                related = (Related(earlier[0].path, earlier[1].lineno, "the first one"),)
                message = f"the operation id `{name}` is taken"
                yield RULE.finding(module, given, message, related=related)


RULE = Rule(
    code="FE111",
    name="duplicate-operation-id",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="give each operation an id of its own",
    check=InProject(check),
    examples=(
        Bad(
            """
            from fastapi import FastAPI

            app = FastAPI()

            @app.get("/orders", operation_id="listOrders")
            async def list_orders() -> None: ...

            @app.get("/lines", operation_id="listOrders")  # <- FE111
            async def list_lines() -> None: ...
            """
        ),
        Good(
            """
            from fastapi import FastAPI

            app = FastAPI()

            @app.get("/orders", operation_id="listOrders")
            async def list_orders() -> None: ...

            @app.get("/lines", operation_id="listLines")
            async def list_lines() -> None: ...
            """
        ),
    ),
)
