"""A query parameter that may be null and still has to be given.

Why: `str | None` allows null, it gives no default; every call without the parameter is a 422. In
the query null can't even be written.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.edits import inserted
from fe_skill.rules.rule import Applicability, Bad, Finding, Fix, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import DECORATED, default_of, literal, operations, parameters
from fe_skill.syntax.module import Function, SourceModule

_PLAIN: Final = frozenset(
    {"builtins.str", "builtins.int", "builtins.float", "builtins.bool", "datetime.datetime",
     "datetime.date", "uuid.UUID"}
)  # fmt: skip


def check(module: SourceModule) -> Iterator[Finding]:
    """Parameters of operations that are plain, optional by type, and without a default."""
    for operation in operations(module):
        path = literal(module, operation.decorator.args[0] if operation.decorator.args else None)
        for parameter in parameters(operation.function):
            inner = _optional(module, parameter.annotation)
            if inner is None or default_of(operation.function, parameter) is not None:
                continue
            if not isinstance(path, str) or f"{{{parameter.arg}" in path:
                continue
            message = f"`{parameter.arg}` may be null but has to be given"
            fix = _defaulted(module, operation.function, parameter)
            yield RULE.finding(module, parameter, message, fix=fix)


def _optional(module: SourceModule, annotation: ast.expr | None) -> str | None:
    """The plain type inside `Optional[...]` or `... | None`."""
    inner: ast.expr | None = None
    if isinstance(annotation, ast.Subscript) and module.is_(annotation.value, "typing.Optional"):
        inner = annotation.slice
    elif isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        sides = (annotation.left, annotation.right)
        others = [s for s in sides if not (isinstance(s, ast.Constant) and s.value is None)]
        inner = others[0] if len(others) == 1 else None
    meant = module.dotted(inner)
    return meant if meant in _PLAIN else None


def _defaulted(module: SourceModule, function: Function, parameter: ast.arg) -> Fix | None:
    """` = None`, where every later parameter has a default or is given by name."""
    positional = [*function.args.posonlyargs, *function.args.args]
    if parameter in positional:
        later = positional[positional.index(parameter) + 1 :]
        if any(default_of(function, each) is None for each in later):
            return None
    edit = inserted(module, module.offsets(parameter)[1], " = None")
    return Fix("Default to None", Applicability.UNSAFE, (edit,))


RULE = Rule(
    code="FE213",
    name="optional-without-default",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="add `= None`, or take the null out of the type",
    check=InFile(check, (b"Optional[", b"| None", b"None |"), DECORATED),
    fix=Applicability.UNSAFE,
    examples=(
        Bad(
            """
            from typing import Optional

            from fastapi import APIRouter

            router = APIRouter()

            @router.get("/orders")
            async def list_orders(
                number: Optional[str],  # <- FE213
                limit: int = 20,
            ) -> list[str]: ...
            """,
            fixed="""
            from typing import Optional

            from fastapi import APIRouter

            router = APIRouter()

            @router.get("/orders")
            async def list_orders(
                number: Optional[str] = None,
                limit: int = 20,
            ) -> list[str]: ...
            """,
        ),
        Good(
            """
            from fastapi import APIRouter

            router = APIRouter()

            @router.get("/orders")
            async def list_orders(number: str | None = None) -> list[str]: ...

            def helper(number: str | None) -> None: ...
            """
        ),
    ),
)
