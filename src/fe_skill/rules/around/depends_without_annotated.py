"""A dependency as the default of a parameter.

Why: called outside of FastAPI, as a test does, the function gets the `Depends` object as if it were
the value; in `Annotated` the parameter has no default, and the type is the true one.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.edits import imported
from fe_skill.rules.rule import Applicability, Bad, Edit, Finding, Fix, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import default_of, parameters
from fe_skill.syntax.module import Function, SourceModule

_DEPENDS: Final = (
    "fastapi.Depends",
    "fastapi.Security",
    "fastapi.params.Depends",
    "fastapi.params.Security",
)


def check(module: SourceModule) -> Iterator[Finding]:
    """Parameters whose default is `Depends(...)` or `Security(...)`."""
    for function in module.functions:
        for parameter in parameters(function):
            default = default_of(function, parameter)
            if isinstance(default, ast.Call) and module.is_(default.func, *_DEPENDS):
                message = f"`{parameter.arg}` gets its dependency as a default"
                fix = _annotated(module, function, parameter, default)
                yield RULE.finding(module, parameter, message, fix=fix)


def _annotated(
    module: SourceModule, function: Function, parameter: ast.arg, default: ast.Call
) -> Fix | None:
    """The dependency inside `Annotated`, where no parameter before it keeps a default."""
    if parameter.annotation is None or not _may_lose(module, function, parameter):
        return None
    start = module.offsets(parameter.annotation)[0]
    end = module.offsets(default)[1]
    kind, depends = module.segment(parameter.annotation), module.segment(default)
    edit = Edit(module.path, start, end, f"Annotated[{kind}, {depends}]")
    edits = (edit, *imported(module, "typing", "Annotated"))
    return Fix("Put it into `Annotated`", Applicability.SAFE, edits)


def _may_lose(module: SourceModule, function: Function, parameter: ast.arg) -> bool:
    positional = [*function.args.posonlyargs, *function.args.args]
    if parameter not in positional:
        return True
    earlier = (default_of(function, p) for p in positional[: positional.index(parameter)])
    kept = [
        d
        for d in earlier
        if d is not None and not (isinstance(d, ast.Call) and module.is_(d.func, *_DEPENDS))
    ]
    untyped = any(
        p.annotation is None and default_of(function, p) is not None
        for p in positional[: positional.index(parameter)]
    )
    return not kept and not untyped


RULE = Rule(
    code="FE805",
    name="depends-without-annotated",
    severity=Severity.INFO,
    explanation=__doc__,
    mend="write `name: Annotated[Type, Depends(...)]`",
    check=InFile(check, (b"Depends(", b"Security(")),
    fix=Applicability.SAFE,
    profile="blueprint",
    needs=("fastapi>=0.95",),
    examples=(
        Bad(
            """
            from fastapi import Depends

            def session() -> str: ...

            async def read(order_id: int, db: str = Depends(session)) -> None: ...  # <- FE805
            """,
            fixed="""
            from typing import Annotated

            from fastapi import Depends

            def session() -> str: ...

            async def read(order_id: int, db: Annotated[str, Depends(session)]) -> None: ...
            """,
        ),
        Good(
            """
            from typing import Annotated

            from fastapi import Depends

            def session() -> str: ...

            async def read(order_id: int, db: Annotated[str, Depends(session)]) -> None: ...
            """
        ),
    ),
)
