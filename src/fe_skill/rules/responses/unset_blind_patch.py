"""A partial update that doesn't tell unset from null.

Why: `model_dump()` fills every field that the caller left out with its default; writing that back
sets to null what nobody wanted to touch.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.project.model import Schema
from fe_skill.project.program import Program
from fe_skill.rules.across import followed
from fe_skill.rules.edits import inserted
from fe_skill.rules.rule import Applicability, Bad, Finding, Fix, Good, InProject, Rule, Severity
from fe_skill.rules.vocabulary import keyword
from fe_skill.syntax.module import SourceModule

_DUMPING: Final = ("model_dump", "dict")
_SAYS: Final = ("exclude_unset", "exclude_none", "exclude_defaults", "include")


def check(program: Program) -> Iterator[Finding]:
    """Dumps of a PATCH's body, in whatever function it gets to, without `exclude_unset`."""
    told: set[ast.AST] = set()
    for function, routes in program.route_functions():
        bodies = {name for route in routes if route.method == "PATCH" for name in route.request}
        if not bodies:
            continue
        for reached in program.reach(function):
            module = reached.function.module
            for call in module.once(_blind_dumps).get(reached.function.node, ()):
                if call in told:
                    continue
                receiver = call.func.value  # type: ignore[attr-defined]  # see _dumps
                kind = program.type_of(reached.function, receiver)
                schema = program.schema(kind.name) if kind is not None else None
                if schema is None or not _is_body(schema, bodies):
                    continue
                told.add(call)
                message = f"`{schema.name}` is dumped with the fields that nobody sent"
                edit = inserted(module, module.offsets(call)[1] - 1, _text(call))
                fix = Fix("Leave unset fields out", Applicability.UNSAFE, (edit,))
                related = followed(reached.chain)
                yield RULE.finding(module, call, message, related=related, fix=fix)


def _blind_dumps(module: SourceModule) -> dict[ast.AST, list[ast.Call]]:
    """The dumps that may be blind, by the function that they stand in."""
    if not any(name in module.text for name in _DUMPING):
        return {}
    found: dict[ast.AST, list[ast.Call]] = {}
    for function in module.functions:
        for call in module.inside(function, ast.Call):
            # One key of a dump is asked for by name: nothing is written that was not sent.
            taken = isinstance(module.parent(call), ast.Subscript)
            if not taken and _dumps(call) and not _whole(module, function, call):
                found.setdefault(function, []).append(call)
    return found


def _dumps(call: ast.Call) -> bool:
    func = call.func
    return (
        isinstance(func, ast.Attribute)
        and func.attr in _DUMPING
        and not any(keyword(call, name) for name in _SAYS)
        and not any(each.arg is None for each in call.keywords)
    )


def _whole(module: SourceModule, function: ast.AST, call: ast.Call) -> bool:
    """Whether what is dumped is meant as a whole.

    It was put together in this function (of what is there and what was sent), or it goes into one
    place while others take single fields of it.
    """
    body = call.func.value  # type: ignore[attr-defined]  # see _dumps
    if not isinstance(body, ast.Name):
        return False
    for given in module.inside(function, ast.Assign):
        if any(isinstance(t, ast.Name) and t.id == body.id for t in given.targets):
            made = given.value
            return isinstance(made, ast.Call) and bool(made.args or made.keywords)
    around = next((at for at in module.parents(call) if isinstance(at, ast.Call)), None)
    kin = around.keywords if isinstance(around, ast.Call) else ()
    fields = (each.value for each in kin if isinstance(each.value, ast.Attribute))
    return any(isinstance(f.value, ast.Name) and f.value.id == body.id for f in fields)


def _is_body(schema: Schema, bodies: set[str]) -> bool:
    """Whether a schema is a body with fields that may be left out.

    A field whose default is Pydantic's `MISSING` is left out of a dump by itself.
    """
    optional = any(not f.required and "MISSING" not in (f.type or "") for f in schema.fields)
    return optional and bool({schema.name, schema.dotted} & bodies)


def _text(call: ast.Call) -> str:
    return ", exclude_unset=True" if call.args or call.keywords else "exclude_unset=True"


RULE = Rule(
    code="FE207",
    name="unset-blind-patch",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="dump the body with `exclude_unset=True`",
    check=InProject(check),
    fix=Applicability.UNSAFE,
    examples=(
        Bad(
            """
            from fastapi import FastAPI
            from pydantic import BaseModel

            app = FastAPI()

            class OrderUpdate(BaseModel):
                note: str | None = None

            def update(order: object, body: OrderUpdate) -> None:
                for name, value in body.model_dump().items():  # <- FE207
                    setattr(order, name, value)

            @app.patch("/orders/{at}")
            async def update_order(at: int, body: OrderUpdate) -> None:
                update(object(), body)
            """,
            fixed="""
            from fastapi import FastAPI
            from pydantic import BaseModel

            app = FastAPI()

            class OrderUpdate(BaseModel):
                note: str | None = None

            def update(order: object, body: OrderUpdate) -> None:
                for name, value in body.model_dump(exclude_unset=True).items():
                    setattr(order, name, value)

            @app.patch("/orders/{at}")
            async def update_order(at: int, body: OrderUpdate) -> None:
                update(object(), body)
            """,
        ),
        Good(
            """
            from fastapi import FastAPI
            from pydantic import BaseModel

            app = FastAPI()

            class OrderUpdate(BaseModel):
                note: str | None = None

            @app.patch("/orders/{at}")
            async def update_order(at: int, body: OrderUpdate) -> None:
                body.model_dump(exclude_unset=True)
                sent = body.model_dump(exclude_unset=True)
                whole = OrderUpdate.model_validate({"note": None, **sent})
                print(whole.model_dump())
                dict(note=body.note, document=body.model_dump())
                if "note" in body.model_fields_set:
                    print(body.model_dump()["note"])

            @app.put("/orders/{at}")
            async def replace_order(at: int, body: OrderUpdate) -> None:
                body.model_dump()
            """
        ),
    ),
)
