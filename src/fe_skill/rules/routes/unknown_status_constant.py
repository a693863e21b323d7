"""A status constant that `fastapi.status` does not have.

Why: the line fails with an AttributeError when it runs: at import in a decorator or a default, and
in the body of a route at the first request that gets there.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from starlette import status

from fe_skill.rules.edits import replaced
from fe_skill.rules.rule import Applicability, Bad, Finding, Fix, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import status_constants
from fe_skill.syntax.module import SourceModule

_KNOWN: Final = frozenset(dir(status))
_SHAPE: Final = re.compile(r"HTTP_(\d+)_(\w+)")
_NAMES: Final = re.compile(rb"\b(?:HTTP|WS)_\w+")


def check(module: SourceModule) -> Iterator[Finding]:
    """Every use of a constant that is not there."""
    for node, name in status_constants(module):
        if name in _KNOWN:
            continue
        meant = _meant(name) if isinstance(node, ast.Attribute) else None
        text = module.segment(node).replace(name, meant or "")
        fix = Fix(f"Use `{meant}`", Applicability.SAFE, (replaced(module, node, text),))
        message = f"`status.{name}` does not exist"
        yield RULE.finding(module, node, message, fix=fix if meant else None)


def _unknown(data: bytes) -> bool:
    """Whether a file has a word that may be such a constant."""
    return any(name.decode("utf-8", "replace") not in _KNOWN for name in _NAMES.findall(data))


def _meant(name: str) -> str | None:
    """The one constant that has the words or the number of `name`."""
    found = _SHAPE.fullmatch(name)
    if not found:
        return None
    number, words = found.groups()
    near = {k for k in _KNOWN if k.endswith(f"_{words}") or k.startswith(f"HTTP_{number}_")}
    return near.pop() if len(near) == 1 else None


RULE = Rule(
    code="FE106",
    name="unknown-status-constant",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="use the constant that exists",
    check=InFile(check, (b"HTTP_", b"WS_"), look=_unknown),
    fix=Applicability.SAFE,
    examples=(
        Bad(
            """
            from fastapi import APIRouter, status

            router = APIRouter()

            @router.post("/orders", status_code=status.HTTP_211_CREATED)  # <- FE106
            async def create_order() -> None: ...
            """,
            fixed="""
            from fastapi import APIRouter, status

            router = APIRouter()

            @router.post("/orders", status_code=status.HTTP_201_CREATED)
            async def create_order() -> None: ...
            """,
        ),
        Bad(
            """
            from starlette.status import HTTP_404_MISSING  # <- FE106

            GONE = HTTP_404_MISSING
            """,
        ),
        Good(
            """
            from fastapi import status
            from app.codes import status as ours

            CREATED = status.HTTP_201_CREATED
            OWN = ours.HTTP_211_CREATED
            """,
        ),
    ),
)
