"""The text of any exception in an answer.

Why: the text of an error that nobody expected names tables, files, hosts, at times a password; it
helps whoever attacks and no one else.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.rule import Bad, Finding, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import HTTP_EXCEPTIONS, is_test
from fe_skill.syntax.module import SourceModule

_BROAD: Final = ("builtins.Exception", "builtins.BaseException")
_RESPONSES: Final = (
    "fastapi.responses.JSONResponse",
    "fastapi.responses.PlainTextResponse",
    "fastapi.responses.HTMLResponse",
    "starlette.responses.JSONResponse",
    "starlette.responses.PlainTextResponse",
)
_ANSWERS: Final = re.compile(rb"HTTPException|(?:JSON|PlainText|HTML)Response")


def check(module: SourceModule) -> Iterator[Finding]:
    """Answers made in a broad handler from the exception that it took."""
    if is_test(module.path):
        return
    for handler in module.nodes(ast.ExceptHandler):
        if handler.name is None or not module.is_(handler.type, *_BROAD):
            continue
        for call in module.inside(handler, ast.Call):
            if module.is_(call.func, *HTTP_EXCEPTIONS, *_RESPONSES) and _shows(call, handler.name):
                message = "the answer shows the text of an unexpected error"
                yield RULE.finding(module, call, message)


def _shows(call: ast.Call, name: str) -> bool:
    """Whether the exception's own text gets into a call: by itself, by `str`, or in an f-string."""
    for value in (*call.args, *(given.value for given in call.keywords)):
        for node in ast.walk(value):
            shown = None
            if isinstance(node, ast.FormattedValue):
                shown = node.value
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                shown = node.args[0] if node.func.id in ("str", "repr") else None
            if isinstance(shown, ast.Name) and shown.id == name:
                return True
            if isinstance(shown, ast.Call) and any(
                isinstance(each, ast.Name) and each.id == name for each in shown.args
            ):
                return True
    return False


RULE = Rule(
    code="FE604",
    name="exception-text-in-response",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="log the exception, and answer with a text of your own",
    check=InFile(check, (b"except Exception as", b"except BaseException as"), _ANSWERS),
    examples=(
        Bad(
            """
            from fastapi import HTTPException

            async def read(orders, order_id: int):
                try:
                    return await orders.read(order_id)
                except Exception as error:
                    raise HTTPException(500, detail=f"failed: {error}") from error  # <- FE604
            """
        ),
        Good(
            """
            from fastapi import HTTPException

            async def read(orders, order_id: int, log):
                try:
                    return await orders.read(order_id)
                except ValueError as error:
                    raise HTTPException(400, detail=str(error)) from error
                except Exception as error:
                    log.exception("failed: %s", error)
                    raise HTTPException(500, detail="something failed") from error
            """
        ),
    ),
)
