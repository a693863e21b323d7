"""CORS that lets every origin act with the user's cookies.

Why: with `allow_credentials` the middleware answers each origin as if it were listed, so any site
that a signed-in user visits can call the API in their name and read the answers.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.rule import Bad, Finding, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import keyword, literal
from fe_skill.syntax.module import SourceModule

_CORS: Final = (
    "fastapi.middleware.cors.CORSMiddleware",
    "starlette.middleware.cors.CORSMiddleware",
)
_ALL: Final = (".*", "^.*$", "https?://.*")


def check(module: SourceModule) -> Iterator[Finding]:
    """Calls that set the middleware up with both."""
    for call in module.nodes(ast.Call):
        if not (module.is_(call.func, *_CORS) or _hands_over(module, call)):
            continue
        credentials = literal(module, keyword(call, "allow_credentials"))
        origins = literal(module, keyword(call, "allow_origins"))
        everyone = isinstance(origins, (list, tuple)) and "*" in origins
        if credentials is True and (
            everyone or literal(module, keyword(call, "allow_origin_regex")) in _ALL
        ):
            yield RULE.finding(module, call, "every origin may act with the user's credentials")


def _hands_over(module: SourceModule, call: ast.Call) -> bool:
    """Whether a call hands the middleware over, as `add_middleware` and `Middleware` do."""
    return bool(call.args) and module.is_(call.args[0], *_CORS)


RULE = Rule(
    code="FE303",
    name="cors-wildcard-with-credentials",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="list the origins, or leave `allow_credentials` off",
    check=InFile(check, (b"allow_credentials",)),
    examples=(
        Bad(
            """
            from fastapi import FastAPI
            from fastapi.middleware.cors import CORSMiddleware

            app = FastAPI()
            origins = ["*"]
            app.add_middleware(  # <- FE303
                CORSMiddleware, allow_origins=origins, allow_credentials=True
            )
            """
        ),
        Good(
            """
            from fastapi import FastAPI
            from fastapi.middleware.cors import CORSMiddleware

            app = FastAPI()
            app.add_middleware(CORSMiddleware, allow_origins=["*"])
            app.add_middleware(
                CORSMiddleware, allow_origins=["https://shop.example"], allow_credentials=True
            )
            """
        ),
    ),
)
