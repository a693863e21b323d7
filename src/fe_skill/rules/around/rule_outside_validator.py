"""A rule about one field of a body that stands in the route.

Why: a check in a validator holds wherever the schema is used, is told together with all other
errors, and is in the 422 that clients know.
"""

import ast
from collections.abc import Iterator

from fe_skill.project.program import Program
from fe_skill.project.program_parts import Function
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity
from fe_skill.rules.vocabulary import HTTP_EXCEPTIONS, argument, parameters, status_number

_REFUSALS = (400, 422)


def check(program: Program) -> Iterator[Finding]:
    """`if body.field ...: raise HTTPException(400 or 422)` on the body's fields alone."""
    for function, routes in program.route_functions():
        module = function.module
        bodies = {name.rpartition(".")[2] for route in routes for name in route.request}
        for node in module.inside(function.node, ast.If):
            first = node.body[0]
            raised = first.exc if isinstance(first, ast.Raise) else None
            if not isinstance(raised, ast.Call) or not module.is_(raised.func, *HTTP_EXCEPTIONS):
                continue
            refuses = status_number(module, argument(raised, 0, "status_code")) in _REFUSALS
            if refuses and _of_body(program, function, node.test, bodies):
                message = f"`{module.segment(node.test)}` is a rule of the schema"
                yield RULE.finding(module, node, message)


def _of_body(program: Program, function: Function, test: ast.expr, bodies: set[str]) -> bool:
    """Whether a condition speaks of fields of a body and of nothing else."""
    taken = {parameter.arg for parameter in parameters(function.node)}
    names = [n for n in ast.walk(test) if isinstance(n, ast.Name)]
    fields = [n for n in ast.walk(test) if isinstance(n, ast.Attribute)]
    if not fields or any(isinstance(n, ast.Await) for n in ast.walk(test)):
        return False
    for name in names:
        kind = program.type_of(function, name)
        schema = program.schema(kind.name) if kind is not None else None
        if name.id not in taken or schema is None or schema.name not in bodies:
            return False
    return True


RULE = Rule(
    code="FE809",
    name="rule-outside-validator",
    severity=Severity.INFO,
    explanation=__doc__,
    mend="move it into a `@field_validator` of the schema",
    check=InProject(check),
    profile="blueprint",
    examples=(
        Bad(
            """
            from fastapi import FastAPI, HTTPException
            from pydantic import BaseModel

            app = FastAPI()

            class OrderIn(BaseModel):
                count: int

            @app.post("/orders")
            async def create_order(body: OrderIn) -> None:
                if body.count < 1:  # <- FE809
                    raise HTTPException(422, "too few")
            """
        ),
        Good(
            """
            from fastapi import FastAPI, HTTPException
            from pydantic import BaseModel

            app = FastAPI()
            stock = {"a": 1}

            class OrderIn(BaseModel):
                count: int

            @app.post("/orders")
            async def create_order(body: OrderIn) -> None:
                if body.count > stock["a"]:
                    raise HTTPException(400, "not in stock")
            """
        ),
    ),
)
