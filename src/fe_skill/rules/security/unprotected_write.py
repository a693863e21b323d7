"""A route that changes something and asks nobody who they are.

Why: anyone who reaches the service can call it.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.project.model import Route, Where
from fe_skill.project.program import Program
from fe_skill.rules.across import last, may_be, session_method
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity

_WRITES: Final = ("POST", "PUT", "PATCH", "DELETE")
_ANY_PATH: Final = re.compile(r"/\{\w+:path\}")
_KEEPS: Final = ("add", "add_all", "delete", "merge", "commit")
_MEANT_OPEN: Final = re.compile(
    r"log-?_?in|log-?_?out|sign-?_?(in|up)|regist|token|password|oauth|auth|callback|webhook|hooks?\b"
    r"|verify|confirm|session|health|contact|subscribe|public|activate|reset|otp|sso|saml|captcha"
    r"|feedback|wait-?_?list|newsletter|guest|anonymous|inquir|enquir|invit|accept|ping",
    re.IGNORECASE,
)

# What answers a question takes a POST where the question doesn't fit into a URL.
_READS: Final = re.compile(
    r"(^|[/_-])(get|list|search|find|query|queries|filter|fetch|read|check|valid\w*|preview|test|count"
    r"|look_?up|estimate|calculate|compute|convert|parse|render|export|download|version|ping|status"
    r"|exists|suggest|predict|compare|describe|analy[sz]e|info|detail|options|diff|format|evaluate)"
    r"([/_-]|$)",
    re.IGNORECASE,
)
# A dependency that is called so may refuse in a way that isn't seen.
_GUARDS: Final = re.compile(
    r"user|auth|admin|role|permi|guard|principal|identity|current|api_?key|secur|actor|requir|verif|check"
    r"|member|tenant|account|owner|staff|token|limit",
    re.IGNORECASE,
)
# What it is isn't known, or is only known to be wrapped: the wrapped one may be a guard.
_UNSEEN: Final = ("?", "functools.")
_JOINS: Final = re.compile(r"(create|add|write|new|post|make)_(user|account|customer)s?$")
_ASKS: Final = re.compile(
    r"auth|verif|permission|credential|signature|token|protect", re.IGNORECASE
)


def check(program: Program) -> Iterator[Finding]:
    """Writing routes without protection in an application that protects others.

    One finding a place: several methods and prefixes may come from it.
    """
    routes = program.facts.routes
    guarded = {route.app for route in routes if route.protected}
    # The same function in another application of the project, which puts its guard around all.
    elsewhere = {route.where for route in routes if route.protected}
    told: set[Where] = set()
    for route in routes:
        # Where nothing is protected, who may call is settled elsewhere: see no-security-scheme.
        if route.app not in guarded or route.protected or route.method not in _WRITES:
            continue
        if meant_open(route.path, route.function.rpartition(".")[2]):
            continue
        # What answers any path and method answers that there is nothing.
        catches_all = _ANY_PATH.fullmatch(route.path) is not None
        if route.where in elsewhere or catches_all:
            continue
        if route.registered not in told and not _asks_itself(program, route):
            told.add(route.registered)
            yield _found(program, route)


def meant_open(path: str, function: str) -> bool:
    """Whether the names of a route tell that anyone may call it."""
    return _MEANT_OPEN.search(f"{path} {function}") is not None


def _asks_itself(program: Program, route: Route) -> bool:
    """Whether the function's decorators or own calls speak of authentication."""
    module = program.module(route.where.path)
    for function in module.functions if module else ():
        if function.name == route.function.rpartition(".")[2]:
            parts = [*function.body, *function.decorator_list]
            calls = (
                node for part in parts for node in ast.walk(part) if isinstance(node, ast.Call)
            )
            if module and any(_ASKS.search(module.segment(call.func)) for call in calls):
                return True
    return False


def _only_reads(program: Program, route: Route) -> bool:
    """Whether a POST answers a question, by its names, and nothing that it leads to writes."""
    name = last(route.function)
    if route.method != "POST" or not _READS.search(f"{route.path}/{name}"):
        return False
    module = program.module(route.where.path)
    function = program.function_on(module, route.where.line) if module is not None else None
    for one in program.reach(function) if function is not None else ():
        for site in one.function.calls:
            if not may_be(site, _KEEPS):
                continue
            method = session_method(site.target) or session_method(site.target, sync=True)
            if method in _KEEPS:
                return False
    return True


def _found(program: Program, route: Route) -> Finding:
    message = f"`{route.method} {route.path}` asks nobody who they are"
    # A scheme may let pass without credentials, a condition may add what protects or leave the
    # route out where it matters, and making an account is mostly meant to be open.
    dependencies = route.dependencies
    joins = route.method == "POST" and _JOINS.search(route.function.rpartition(".")[2])
    unsure = (
        route.has_scheme
        or route.conditional
        or joins is not None
        or any(name.startswith(_UNSEEN) or _GUARDS.search(last(name)) for name in dependencies)
        or _only_reads(program, route)
    )
    return RULE.finding_at(
        route.registered,
        message,
        severity=Severity.INFO if unsure else None,
        confidence=0.6 if unsure else 0.8,
    )


RULE = Rule(
    code="FE301",
    name="unprotected-write",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="add the application's security dependency to the route, its router or its include",
    check=InProject(check),
    examples=(
        Bad(
            """
            from typing import Annotated

            from fastapi import Depends, FastAPI
            from fastapi.security import OAuth2PasswordBearer

            app = FastAPI()
            scheme = OAuth2PasswordBearer(tokenUrl="token")

            async def current_user(token: Annotated[str, Depends(scheme)]) -> str:
                return token

            @app.post("/orders")
            async def create_order(user: Annotated[str, Depends(current_user)]) -> None: ...

            @app.delete("/orders/{order_id}")  # <- FE301
            async def delete_order(order_id: int) -> None: ...

            @app.post("/login")
            async def login() -> None: ...
            """
        ),
        Good(
            """
            from typing import Annotated

            from fastapi import APIRouter, Depends, FastAPI
            from fastapi.security import OAuth2PasswordBearer

            scheme = OAuth2PasswordBearer(tokenUrl="token")
            Guard = Depends(scheme)

            app = FastAPI()
            router = APIRouter(dependencies=[Guard])

            @router.delete("/orders/{order_id}")
            async def delete_order(order_id: int) -> None: ...

            @app.get("/orders")
            async def list_orders() -> None: ...

            app.include_router(router)
            """
        ),
    ),
)
