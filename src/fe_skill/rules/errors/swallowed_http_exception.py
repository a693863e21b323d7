"""An HTTPException that the same function's `except Exception` takes away.

Why: the 404 or 409 that the code raises on purpose reaches the caller as whatever the broad handler
answers, mostly a 500.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.edits import inserted
from fe_skill.rules.rule import (
    Applicability,
    Bad,
    Finding,
    Fix,
    Good,
    InFile,
    Related,
    Rule,
    Severity,
)
from fe_skill.rules.vocabulary import HTTP_EXCEPTIONS, argument, status_number
from fe_skill.syntax.module import SourceModule

_BROAD: Final = ("builtins.Exception", "builtins.BaseException")
_TAKES: Final = re.compile(rb"\bexcept\s*:|\bexcept\s[^:]*?\b(?:Base)?Exception\b")


def check(module: SourceModule) -> Iterator[Finding]:
    """Broad handlers around a `raise HTTPException` that don't let it pass."""
    for node in module.nodes(ast.Try):
        handler = _taking(module, node)
        raised = _raised(module, node)
        if handler is None or raised is None or _passes_on(module, handler):
            continue
        related = (Related(module.path, raised.lineno, "raised here"),)
        message = "`except Exception` takes the HTTPException that is raised above"
        yield RULE.finding(
            module,
            handler,
            message,
            related=related,
            severity=_severity(module, handler, raised),
            fix=_letting(module, handler, raised),
        )


def _taking(module: SourceModule, node: ast.Try) -> ast.ExceptHandler | None:
    """The first handler that takes an HTTPException, where it is a broad one."""
    for handler in node.handlers:
        taken = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        meant = [None if t is None else module.dotted(t) for t in taken]
        if any(m in HTTP_EXCEPTIONS or (m or "").endswith("HTTPException") for m in meant):
            return None
        if handler.type is None or any(m in _BROAD for m in meant):
            return handler
    return None


def _raised(module: SourceModule, node: ast.Try) -> ast.Raise | None:
    """A `raise HTTPException` in the body that no inner handler can take."""
    for statement in node.body:
        nodes = [statement, *module.inside(statement, ast.Raise)]
        for each in nodes:
            if not isinstance(each, ast.Raise) or not isinstance(each.exc, ast.Call):
                continue
            within = module.enclosing(each, ast.Try, ast.ExceptHandler)
            if module.is_(each.exc.func, *HTTP_EXCEPTIONS) and within is node:
                return each
    return None


def _severity(
    module: SourceModule, handler: ast.ExceptHandler, raised: ast.Raise
) -> Severity | None:
    """Less where the handler goes on as if nothing were, and may well mean what it takes.

    And less where it answers with the very status that it takes: only the text is lost.
    """
    answered = [n for n in ast.walk(handler) if isinstance(n, (ast.Raise, ast.Return))]
    if not answered:
        return Severity.WARNING
    given = {_status(module, each) for each in answered}
    return Severity.INFO if given == {_status(module, raised)} != {None} else None


def _status(module: SourceModule, node: ast.Raise | ast.Return) -> int | None:
    what = node.exc if isinstance(node, ast.Raise) else node.value
    if not isinstance(what, ast.Call):
        return None
    return status_number(module, argument(what, 0, "status_code"))


def _passes_on(module: SourceModule, handler: ast.ExceptHandler) -> bool:
    """Whether a handler raises what it took, or looks what it is."""
    for node in ast.walk(handler):
        if isinstance(node, ast.Raise):
            bare = node.exc is None
            # What is raised in its place is made from it: `raise converted(error)`.
            made = node.exc.args if isinstance(node.exc, ast.Call) else [node.exc]
            same = any(isinstance(each, ast.Name) and each.id == handler.name for each in made)
            if bare or same:
                return True
        if isinstance(node, ast.Call) and module.is_(node.func, "builtins.isinstance"):
            return True
    return False


def _letting(module: SourceModule, handler: ast.ExceptHandler, raised: ast.Raise) -> Fix:
    name = module.segment(raised.exc.func) if isinstance(raised.exc, ast.Call) else ""
    start = module.offset(handler.lineno)
    indent = module.line(handler.lineno)[: handler.col_offset]
    unit = module.line(handler.body[0].lineno)[: handler.body[0].col_offset].removeprefix(indent)
    # A body on the line of its handler shows no unit of its own.
    unit = unit if unit and not unit.strip() else "    "
    text = f"{indent}except {name}:\n{indent}{unit}raise\n"
    return Fix("Let it pass", Applicability.SAFE, (inserted(module, start, text),))


RULE = Rule(
    code="FE601",
    name="swallowed-http-exception",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="add `except HTTPException: raise` before it, or catch what you mean",
    check=InFile(check, (b"HTTPException",), _TAKES),
    fix=Applicability.SAFE,
    examples=(
        Bad(
            """
            from fastapi import HTTPException

            async def read_order(orders, order_id: int):
                try:
                    order = orders.get(order_id)
                    if order is None:
                        raise HTTPException(404)
                    return order
                except Exception as error:  # <- FE601
                    raise HTTPException(500) from error
            """,
            fixed="""
            from fastapi import HTTPException

            async def read_order(orders, order_id: int):
                try:
                    order = orders.get(order_id)
                    if order is None:
                        raise HTTPException(404)
                    return order
                except HTTPException:
                    raise
                except Exception as error:
                    raise HTTPException(500) from error
            """,
        ),
        Good(
            """
            from fastapi import HTTPException

            async def converted(error: Exception) -> Exception: ...

            async def read(order: object) -> object:
                try:
                    if order is None:
                        raise HTTPException(404)
                except Exception as error:
                    raise converted(error) from error
            """
        ),
        Good(
            """
            from fastapi import HTTPException

            async def read_order(orders, order_id: int, log):
                try:
                    if order_id not in orders:
                        raise HTTPException(404)
                except HTTPException:
                    raise
                except Exception as error:
                    raise HTTPException(500) from error

            async def noted(orders, order_id: int, log):
                try:
                    if order_id not in orders:
                        raise HTTPException(404)
                except Exception:
                    log.exception("failed")
                    raise

            async def inner(orders, order_id: int):
                try:
                    return orders[order_id]
                except Exception as error:
                    raise HTTPException(500) from error
            """
        ),
    ),
)
