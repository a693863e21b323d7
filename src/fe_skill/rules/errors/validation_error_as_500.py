"""A body that is read by hand and validated where nobody answers its errors.

Why: FastAPI turns a ValidationError into a 422 only for what it validates itself; one that is
raised in the route's own code is a 500.
"""

import ast
from collections.abc import Iterator

from fe_skill.project.program import Program
from fe_skill.project.program_parts import Function
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity


def check(program: Program) -> Iterator[Finding]:
    """Schemas made in a route from `await request.json()`, outside of a `try`."""
    handlers = [each for app in program.facts.applications for each in app.handlers]
    if any(each.rpartition(".")[2].startswith("ValidationError") for each in handlers):
        return
    for function, _ in program.route_functions():
        raw = _raw(function)
        if not raw:
            continue
        module = function.module
        for call in module.inside(function.node, ast.Call):
            if _validates(program, function, call, raw) and not module.enclosing(call, ast.Try):
                message = "a bad body is a 500 here, not a 422"
                yield RULE.finding(module, call, message)


def _raw(function: Function) -> set[str]:
    """The names that hold the body as it came."""
    found: set[str] = set()
    for node in function.module.inside(function.node, ast.Assign):
        value = node.value.value if isinstance(node.value, ast.Await) else None
        called = value.func if isinstance(value, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr == "json":
            whose = function.module.segment(called.value)
            if whose.endswith("request"):
                found |= {t.id for t in node.targets if isinstance(t, ast.Name)}
    return found


def _validates(program: Program, function: Function, call: ast.Call, raw: set[str]) -> bool:
    func = call.func
    validates = isinstance(func, ast.Attribute) and func.attr in ("model_validate", "parse_obj")
    cls = func.value if validates and isinstance(func, ast.Attribute) else func
    given = call.args if validates else [k.value for k in call.keywords if k.arg is None]
    if not any(isinstance(value, ast.Name) and value.id in raw for value in given):
        return False
    name = program.resolve(function.module, cls)
    return name is not None and program.schema(name) is not None


RULE = Rule(
    code="FE606",
    name="validation-error-as-500",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="take the schema as a parameter of the route, or answer the ValidationError",
    check=InProject(check),
    examples=(
        Bad(
            """
            from fastapi import FastAPI, Request
            from pydantic import BaseModel

            app = FastAPI()

            class OrderIn(BaseModel):
                number: str

            @app.post("/orders")
            async def create_order(request: Request) -> None:
                body = await request.json()
                OrderIn(**body)  # <- FE606
                OrderIn.model_validate(body)  # <- FE606
            """
        ),
        Good(
            """
            from fastapi import FastAPI, HTTPException, Request
            from pydantic import BaseModel, ValidationError

            app = FastAPI()

            class OrderIn(BaseModel):
                number: str

            @app.post("/orders")
            async def create_order(body: OrderIn) -> None: ...

            @app.post("/hook")
            async def hook(request: Request) -> None:
                body = await request.json()
                try:
                    OrderIn.model_validate(body)
                except ValidationError as error:
                    raise HTTPException(422) from error
            """
        ),
    ),
)
