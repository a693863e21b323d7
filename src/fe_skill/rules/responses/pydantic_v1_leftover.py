"""A name that Pydantic 2 replaced.

Why: renamed settings of a `Config` are ignored with a warning, so what they asked for silently
doesn't happen; the other names are deprecated and go with Pydantic 3.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.edits import replaced
from fe_skill.rules.rule import Applicability, Bad, Finding, Fix, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import pydantic_classes
from fe_skill.syntax.module import SourceModule

_SETTINGS: Final = {
    "orm_mode": "from_attributes",
    "allow_population_by_field_name": "populate_by_name",
    "anystr_strip_whitespace": "str_strip_whitespace",
    "anystr_lower": "str_to_lower",
    "anystr_upper": "str_to_upper",
    "min_anystr_length": "str_min_length",
    "max_anystr_length": "str_max_length",
    "schema_extra": "json_schema_extra",
    "validate_all": "validate_default",
    "keep_untouched": "ignored_types",
}
_DECORATORS: Final = {
    "pydantic.validator": "field_validator",
    "pydantic.root_validator": "model_validator",
    "pydantic.validate_arguments": "validate_call",
}
_VERSION: Final = re.compile(r"pydantic|v[12]\b|version", re.IGNORECASE)
_WORDS: Final = (b"validator", b"validate_arguments", *(name.encode() for name in _SETTINGS))
_LOOK: Final = re.compile(
    "|".join((r"\bvalidator\b", "root_validator", "validate_arguments", *_SETTINGS)).encode()
)


def check(module: SourceModule) -> Iterator[Finding]:
    """Old settings in models' `Config` and `model_config`, and old decorators."""
    for node in pydantic_classes(module):
        if not _by_version(module, node):
            yield from _in_config(module, node)
    for function in module.functions:
        if _by_version(module, function):
            continue
        for given in function.decorator_list:
            called = given.func if isinstance(given, ast.Call) else given
            meant = module.dotted(called) or ""
            if meant in _DECORATORS:
                message = f"`{meant}` is deprecated, its successor is `{_DECORATORS[meant]}`"
                yield RULE.finding(module, given, message, severity=Severity.INFO)


def _by_version(module: SourceModule, node: ast.AST) -> bool:
    """Whether something is there for one version of Pydantic only: an `if` asks which one it is."""
    asked = (at.test for at in module.parents(node) if isinstance(at, ast.If))
    return any(_VERSION.search(module.segment(test)) for test in asked)


def _speaks(data: bytes) -> bool:
    """Whether a file has to do with models and has one of these words by itself."""
    return (b"pydantic" in data or b"sqlmodel" in data) and _LOOK.search(data) is not None


def _in_config(module: SourceModule, node: ast.ClassDef) -> Iterator[Finding]:
    for inner in node.body:
        if isinstance(inner, ast.ClassDef) and inner.name == "Config":
            for statement in inner.body:
                if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                    yield from _setting(module, statement.targets[0], statement.targets[0].id)
        elif isinstance(inner, ast.Assign) and isinstance(inner.value, ast.Dict):
            named = getattr(inner.targets[0], "id", "") == "model_config"
            for key in inner.value.keys if named else ():
                if isinstance(key, ast.Constant):
                    yield from _setting(module, key, str(key.value))


def _setting(module: SourceModule, node: ast.expr, name: str) -> Iterator[Finding]:
    if name not in _SETTINGS:
        return
    text = module.segment(node).replace(name, _SETTINGS[name])
    fix = Fix(f"Rename to `{_SETTINGS[name]}`", Applicability.SAFE, (replaced(module, node, text),))
    message = f"Pydantic 2 ignores `{name}`, its new name is `{_SETTINGS[name]}`"
    yield RULE.finding(module, node, message, fix=fix)


RULE = Rule(
    code="FE209",
    name="pydantic-v1-leftover",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="use the name of Pydantic 2",
    check=InFile(check, _WORDS, look=_speaks),
    fix=Applicability.SAFE,
    needs=("pydantic>=2",),
    examples=(
        Bad(
            """
            from pydantic import BaseModel

            class OrderOut(BaseModel):
                id: int

                class Config:
                    orm_mode = True  # <- FE209
            """,
            fixed="""
            from pydantic import BaseModel

            class OrderOut(BaseModel):
                id: int

                class Config:
                    from_attributes = True
            """,
        ),
        Bad(
            """
            from pydantic import BaseModel, validator

            class OrderIn(BaseModel):
                number: str

                @validator("number")  # <- FE209
                def check_number(cls, value: str) -> str:
                    return value
            """
        ),
        Good(
            """
            from pydantic import BaseModel, ConfigDict, field_validator
            from pydantic.v1 import validator

            class OrderOut(BaseModel):
                model_config = ConfigDict(from_attributes=True)

            class Plain:
                class Config:
                    orm_mode = True

            if PYDANTIC_V1:
                class Both(BaseModel):
                    class Config:
                        orm_mode = True
            """
        ),
    ),
)
