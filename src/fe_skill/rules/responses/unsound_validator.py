"""A validator that loses its value or answers as HTTP.

Why: what a validator returns becomes the value, so one that returns nothing sets the field to None;
an HTTPException inside is no validation error: it leaves the other errors unsaid, and outside a
request nobody knows what to do with it.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.edits import inserted, replaced
from fe_skill.rules.rule import Applicability, Bad, Finding, Fix, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import HTTP_EXCEPTIONS, argument, decorated, keyword
from fe_skill.syntax.module import Function, SourceModule

_VALIDATORS: Final = (
    "pydantic.field_validator",
    "pydantic.validator",
    "pydantic.functional_validators.field_validator",
)
_EITHER: Final = (*_VALIDATORS, "pydantic.model_validator", "pydantic.root_validator")
_DECORATES: Final = re.compile(rb"@[^\n]*validator|validator as ")


def check(module: SourceModule) -> Iterator[Finding]:
    """Field and model validators that never return a value, or raise an HTTPException."""
    for function in module.functions:
        if decorated(module, function, *_EITHER) is None or _is_empty(function):
            continue
        if not _returns(module, function) and not _only_raises(function):
            yield RULE.finding(
                module,
                function,
                f"`{function.name}` returns nothing, so the value becomes None",
                fix=_returning(module, function),
            )
        for node in module.inside(function, ast.Raise):
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if module.is_(raised, *HTTP_EXCEPTIONS):
                message = f"`{function.name}` raises an HTTPException, not a ValueError"
                yield RULE.finding(
                    module, node, message, severity=Severity.WARNING, fix=_valued(module, node)
                )


def _valued(module: SourceModule, node: ast.Raise) -> Fix | None:
    """Raise a ValueError with the same text: the answer becomes a 422 that names the field."""
    call = node.exc
    detail = argument(call, 1, "detail") if isinstance(call, ast.Call) else None
    if call is None or detail is None:
        return None
    edit = replaced(module, call, f"ValueError({module.segment(detail)})")
    return Fix("Raise a ValueError", Applicability.UNSAFE, (edit,))


def _returns(module: SourceModule, function: Function) -> bool:
    return any(node.value is not None for node in module.inside(function, ast.Return)) or any(
        True for _ in module.inside(function, ast.Yield)
    )


def _only_raises(function: Function) -> bool:
    return isinstance(function.body[-1], ast.Raise)


def _is_empty(function: Function) -> bool:
    return all(
        isinstance(s, ast.Pass) or (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))
        for s in function.body
    )


def _returning(module: SourceModule, function: Function) -> Fix | None:
    """A `return` of the value at the end, where the last statement stands on lines of its own."""
    last = function.body[-1]
    given = decorated(module, function, *_VALIDATORS)
    plain = len(function.args.args) > 1 and last.lineno > function.lineno
    if given is None or not plain or keyword(given, "mode") is not None:  # type: ignore[arg-type]
        return None
    value = function.args.args[1].arg
    indent = module.line(last.lineno)[: last.col_offset]
    end = module.offsets(last)[1]
    edit = inserted(module, end, f"\n{indent}return {value}")
    return Fix(f"Return `{value}`", Applicability.UNSAFE, (edit,))


RULE = Rule(
    code="FE210",
    name="unsound-validator",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="return the value; raise ValueError for a bad one",
    check=InFile(check, (b"validator",), _DECORATES),
    fix=Applicability.UNSAFE,
    examples=(
        Bad(
            """
            from pydantic import BaseModel, field_validator

            class OrderIn(BaseModel):
                number: str

                @field_validator("number")
                @classmethod
                def check_number(cls, value: str) -> str:  # <- FE210
                    if not value:
                        raise ValueError("empty")
            """,
            fixed="""
            from pydantic import BaseModel, field_validator

            class OrderIn(BaseModel):
                number: str

                @field_validator("number")
                @classmethod
                def check_number(cls, value: str) -> str:
                    if not value:
                        raise ValueError("empty")
                    return value
            """,
        ),
        Bad(
            """
            from fastapi import HTTPException
            from pydantic import BaseModel, field_validator

            class OrderIn(BaseModel):
                number: str

                @field_validator("number")
                @classmethod
                def check_number(cls, value: str) -> str:
                    if not value:
                        raise HTTPException(422)  # <- FE210
                    return value
            """
        ),
        Bad(
            """
            from fastapi import HTTPException
            from pydantic import BaseModel, field_validator

            class OrderIn(BaseModel):
                number: str

                @field_validator("number")
                @classmethod
                def check_number(cls, value: str) -> str:
                    if not value:
                        raise HTTPException(422, detail="no number")  # <- FE210
                    return value
            """,
            fixed="""
            from fastapi import HTTPException
            from pydantic import BaseModel, field_validator

            class OrderIn(BaseModel):
                number: str

                @field_validator("number")
                @classmethod
                def check_number(cls, value: str) -> str:
                    if not value:
                        raise ValueError("no number")
                    return value
            """,
        ),
        Good(
            """
            from pydantic import BaseModel, field_validator, model_validator

            class OrderIn(BaseModel):
                number: str

                @field_validator("number")
                @classmethod
                def check_number(cls, value: str) -> str:
                    return value.strip()

                @model_validator(mode="after")
                def whole(self):
                    return self

                @field_validator("number", mode="before")
                @classmethod
                def never(cls, value: object) -> str:
                    raise ValueError("closed")
            """
        ),
    ),
)
