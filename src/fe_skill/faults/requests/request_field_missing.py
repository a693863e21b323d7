"""The client leaves out a value that the route requires.

Tell-tale: 422 `missing`, and the declaration means what it says.
Not this:  an Optional without a default, a body taken for a query, a hidden signature.
"""

import ast
import re
from collections.abc import Iterator

from fe_skill.faults.case import Case, function_around
from fe_skill.faults.fault import LIKELY, OPEN, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.looking.routes import asked_function, parameters, taking
from fe_skill.faults.looking.schemas import (
    configured,
    field_of,
    names_of,
    place_of,
    schema_named,
)
from fe_skill.faults.looking.source import class_named, lines_with, placed
from fe_skill.faults.reading.reading import FieldError
from fe_skill.project.model import Schema


def recognise(case: Case) -> Diagnosis | None:
    error = next((e for e in case.errors if e.type in {"missing", "value_error.missing"}), None)
    if error is None or case.chain or not error.loc or error.loc[0] == "response":
        return None
    names, where = names_of(error), str(error.loc[0])
    name = ".".join(names) or "the body"
    if (spelt := _spelt(case, error, names)) is not None:
        return _otherwise(case, name, *spelt)
    if where == "header" and (misnamed := _header(case, name)) is not None:
        return misnamed
    place = _place(case, names)
    return Diagnosis(
        what=f"`{name}` is required in the {where}, and the request doesn't have it",
        why="nothing in the declaration gives it a default",
        confidence=LIKELY if place else OPEN,
        place=place,
        mend=(
            f"send `{name}` in the {where}",
            "or give it a default, if a request without it makes sense; an alias changes the name "
            "that is expected",
        ),
    )


def _header(case: Case, name: str) -> Diagnosis | None:
    """A test, or a client of the project, that spells the header with an underscore."""
    sent = re.escape(name.replace("-", "_"))
    lines = lines_with(case, rf"""(['"])((?i:{sent}))\1\s*:""", "_") if "-" in name else []
    if not lines:
        return None
    line = lines[0]
    start = line.module.offset(line.number) + line.found.start(2)
    return Diagnosis(
        what=f"the header `{name}` is sent as `{line.found[2]}`",
        why="a header with an underscore is another one; FastAPI turns only parameters' into `-`",
        confidence=SURE,
        place=line.place(name),
        evidence=(line.evidence("what is sent"),),
        mend=(f"send `{name}`",),
        edits=(Edit(line.module.path, start, start + len(line.found[2]), name),),
        safe=True,
    )


def _otherwise(case: Case, name: str, sent: str, schema: Schema) -> Diagnosis:
    """It was sent under the field's own name, and only the alias is read."""
    found = class_named(case, schema.name)
    line = next((o for o in found[0].inside(found[1], ast.Assign)), found[1]) if found else None
    return Diagnosis(
        what=f"`{name}` is read, and the request has it as `{sent}`",
        why=f"the aliases of `{schema.name}` are the only names that it reads",
        confidence=SURE,
        place=placed(found[0], line, schema.name) if found and line else None,
        mend=(
            "take both: `populate_by_name=True` in `model_config`",
            f"or let the client send `{name}`, as the OpenAPI schema says",
        ),
        edits=configured(case, schema.name, "populate_by_name", "True", "ConfigDict"),
        safe=True,
    )


def _spelt(case: Case, error: FieldError, names: list[str]) -> tuple[str, Schema] | None:
    """The field's own name where the request has that, and the model that makes the alias."""
    own = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", names[-1]).lower() if names else ""
    route = taking(case)
    if not own or own == names[-1] or not re.search(rf"['\"]{re.escape(own)}['\"]:", error.input):
        return None
    pending = list(route.request) if route else []
    for name in pending:
        schema, found = schema_named(case, name), class_named(case, name)
        config = set(schema.config) if schema else set()
        if "alias_generator" not in config or config & {"populate_by_name", "validate_by_name"}:
            continue
        if schema and found and "alias_generator" in found[0].segment(found[1]):
            return own, schema
        pending += [base for base in schema.bases if base not in pending] if schema else ()
    return None


def _place(case: Case, names: list[str]) -> Place | None:
    route = taking(case)
    for model in route.request if route else ():
        found = field_of(case, schema_named(case, model), names)
        if found is not None:
            return place_of(found)
    function = asked_function(case, *names[:1])
    for argument, _ in parameters(function[1]) if function else ():
        if names and argument.arg == names[-1] and function:
            return Place(function[0].path, argument.lineno, function[1].name)
    depending = list(_depending(case, names[-1])) if names else []
    if len(depending) == 1:
        return depending[0]
    return Place(function[0].path, function[1].lineno, function[1].name) if function else None


def _depending(case: Case, name: str) -> Iterator[Place]:
    """The parameters of that name of functions that routes depend on."""
    wanted = name.replace("-", "_")
    for one in case.facts.dependencies if case.facts else ():
        module = case.module(one.where.path) if one.where else None
        node = function_around(module, one.where.line) if module and one.where else None
        for argument, _ in parameters(node) if node else ():
            if module and argument.arg == wanted:
                yield Place(module.path, argument.lineno, one.name)


_TENANTS = """\
from typing import Annotated

from fastapi import Depends, FastAPI, Header


async def tenant(x_tenant: Annotated[str, Header()]):
    return x_tenant


app = FastAPI(dependencies=[Depends(tenant)])


@app.get("/rooms")
async def rooms():
    return []
"""
_API = """\
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

app = FastAPI()


class ParcelIn(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)
    ship_to: str


@app.post("/parcels")
async def send(parcel: ParcelIn):
    return parcel
"""

FAULT = Fault(
    name="request-field-missing",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            '422 {"detail":[{"type":"missing","loc":["body","destination"],"msg":"Field required",'
            '"input":{"from":"Ulm"}}]}'
        ),
        Sample(
            "POST /parcels gives 422 "
            '{"detail":[{"type":"missing","loc":["body","shipTo"],"msg":"Field required",'
            '"input":{"ship_to":"Ulm"}}]}',
            {"main.py": _API},
            "main.py:9",
            mended=True,
        ),
        Sample(
            "GET /rooms gives 422 "
            '{"detail":[{"type":"missing","loc":["header","x-tenant"],"msg":"Field required"}]}',
            {"main.py": _TENANTS},
            "main.py:6",
        ),
        Sample(
            "GET /locks gives 422 "
            '{"detail":[{"type":"missing","loc":["header","x-key"],"msg":"Field required"}]}',
            {"tests/asking.py": 'client.get("/locks", headers={"X_KEY": "7"})\n'},
            "tests/asking.py:1",
            mended=True,
        ),
        Sample(
            '422 {"detail":[{"loc":["body","name"],"msg":"field required",'
            '"type":"value_error.missing"}]}'
        ),
    ),
)
