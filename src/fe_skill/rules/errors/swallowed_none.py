"""A helper that swallows every error and returns None to a caller that doesn't look.

Why: the real error is gone; what is seen is an AttributeError on None, somewhere else.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.project.program_parts import CallSite, Function
from fe_skill.rules.across import is_application
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Related, Rule, Severity

_BROAD: Final = ("builtins.Exception", "builtins.BaseException")


def check(program: Program) -> Iterator[Finding]:
    """Attributes and items of such a helper's result, taken at once or without a check."""
    for function in program.reached_by_routes():
        if not is_application(function):
            continue
        for site in function.calls:
            behind = program.behind(site) if site.kind == "call" else ()
            handler = _swallows(behind[0]) if len(behind) == 1 else None
            used = _used(site) if handler is not None else None
            if handler is not None and used is not None:
                helper = behind[0]
                path = helper.module.path
                related = (Related(path, handler.lineno, f"`{helper.name}` returns None here"),)
                message = f"`{helper.name}` may have returned None"
                yield RULE.finding(function.module, used, message, related=related)


def _swallows(function: Function) -> ast.ExceptHandler | None:
    """The broad handler that returns None, of a function that otherwise returns something."""
    module = function.module
    returned = [node.value for node in module.inside(function.node, ast.Return)]
    if not any(v is not None and not _is_none(v) for v in returned):
        return None
    for handler in module.inside(function.node, ast.ExceptHandler):
        last = handler.body[-1]
        gives_none = isinstance(last, ast.Return) and (last.value is None or _is_none(last.value))
        if gives_none and (handler.type is None or module.is_(handler.type, *_BROAD)):
            return handler
    return None


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _used(site: CallSite) -> ast.expr | None:
    """Where the result is used as if it were there."""
    module = site.function.module
    node: ast.AST = site.node
    outer = module.parent(node)
    if isinstance(outer, ast.Await):
        node, outer = outer, module.parent(outer)
    if isinstance(outer, (ast.Attribute, ast.Subscript)) and outer.value is node:
        return outer
    if not isinstance(outer, ast.Assign) or not isinstance(outer.targets[0], ast.Name):
        return None
    name = outer.targets[0].id
    names = [n for n in ast.walk(site.function.node) if isinstance(n, ast.Name) and n.id == name]
    stores = sum(isinstance(n.ctx, ast.Store) for n in names)
    uses = [module.parent(n) for n in names if isinstance(n.ctx, ast.Load)]
    plain = [u for u in uses if isinstance(u, (ast.Attribute, ast.Subscript))]
    # Any other use may be a check, or may hand it to one.
    return plain[0] if plain and len(plain) == len(uses) and stores == 1 else None


RULE = Rule(
    code="FE605",
    name="swallowed-none",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="let the helper raise, or check what it returned",
    check=InProject(check),
    examples=(
        Bad(
            """
            from fastapi import FastAPI

            app = FastAPI()

            def find(at: int):
                try:
                    return open(str(at))
                except Exception:
                    return None

            @app.get("/files/{at}")
            async def read_file(at: int) -> str:
                found = find(at)
                return found.name  # <- FE605
            """
        ),
        Good(
            """
            from fastapi import FastAPI, HTTPException

            app = FastAPI()

            def find(at: int):
                try:
                    return open(str(at))
                except Exception:
                    return None

            @app.get("/files/{at}")
            async def read_file(at: int) -> str:
                found = find(at)
                if found is None:
                    raise HTTPException(404)
                return found.name
            """
        ),
    ),
)
