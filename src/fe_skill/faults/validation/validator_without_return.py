"""A validator gives nothing back, so that its field becomes None.

Tell-tale: a field is None where its type forbids it, and it has a validator without a `return`
           of the value.
"""

import ast

from fe_skill.faults.case import Case
from fe_skill.faults.examples import FASTAPI, trace
from fe_skill.faults.fault import SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.schemas import names_of
from fe_skill.faults.looking.source import class_named, last_name
from fe_skill.faults.mending import line_after
from fe_skill.syntax.module import FUNCTIONS, Function, SourceModule

_VALIDATORS = frozenset(("field_validator", "validator", "model_validator", "root_validator"))


def recognise(case: Case) -> Diagnosis | None:
    if case.facts is None:
        return None
    for error in case.errors:
        names = names_of(error)
        if "None" not in (error.input, error.input_type) and "NoneType" not in error.input_type:
            continue
        for schema in case.facts.schemas if names else ():
            has = any(field.name == names[-1] for field in schema.fields)
            found = silent(case, schema.name, names[-1]) if has else None
            if found is not None:
                return _diagnosis(schema.name, names[-1], *found)
    return None


def silent(case: Case, schema: str, field: str) -> tuple[SourceModule, Function] | None:
    """The validator of a field that never returns a value."""
    found = class_named(case, schema)
    if found is None:
        return None
    module, owner = found
    for node in owner.body:
        if not isinstance(node, FUNCTIONS):
            continue
        for decorator in node.decorator_list:
            named = isinstance(decorator, ast.Call) and last_name(decorator.func) in _VALIDATORS
            if named and _covers(decorator, field) and not _returns(module, node):
                return module, node
    return None


def _covers(decorator: ast.expr, field: str) -> bool:
    given = [a.value for a in getattr(decorator, "args", ()) if isinstance(a, ast.Constant)]
    return not given or field in given or "*" in given


def _returns(module: SourceModule, node: Function) -> bool:
    return any(one.value is not None for one in module.inside(node, ast.Return))


def _diagnosis(schema: str, field: str, module: SourceModule, node: Function) -> Diagnosis:
    return Diagnosis(
        what=f"the validator `{node.name}` of `{schema}.{field}` gives no value back",
        why="what a validator returns becomes the field's value; without `return` that is None",
        confidence=SURE,
        place=Place(module.path, node.lineno, f"{schema}.{node.name}"),
        evidence=(
            Evidence("the validator", module.path, node.lineno, module.line(node.lineno).strip()),
        ),
        mend=("end it with `return value`",),
        edits=_returning(module, node),
        safe=True,
    )


def _returning(module: SourceModule, node: Function) -> tuple[Edit, ...]:
    plain = [one.arg for one in node.args.args if one.arg not in {"cls", "self", "info"}]
    if len(plain) != 1 or isinstance(node.body[-1], ast.Raise):
        return ()
    return (line_after(module, node.body[-1], f"return {plain[0]}"),)


_SCHEMAS = """\
from pydantic import BaseModel, field_validator


class UserOut(BaseModel):
    name: str

    @field_validator("name")
    @classmethod
    def tidy(cls, value):
        value = value.strip()
"""
_ERROR = (
    "fastapi.exceptions.ResponseValidationError: 1 validation error:\n"
    "  {'type': 'string_type', 'loc': ('response', 'name'), 'msg': 'Input should be a valid "
    "string', 'input': None}"
)

FAULT = Fault(
    name="validator-without-return",
    explanation=__doc__,
    recognise=recognise,
    explains=("response-does-not-fit-model",),
    samples=(
        Sample(trace(_ERROR, FASTAPI), {"schemas.py": _SCHEMAS}, "schemas.py:9", mended=True),
    ),
)
