"""A user that may be None and is used as if there always were one.

Why: for a request without credentials the dependency hands out None; the route then fails with an
AttributeError and a 500 where a 401 was meant.
"""

import ast
from collections.abc import Iterator

from fe_skill.project.program import Program
from fe_skill.project.program_parts import CallSite, Function
from fe_skill.rules.edits import imported, inserted
from fe_skill.rules.rule import (
    Applicability,
    Bad,
    Finding,
    Fix,
    Good,
    InProject,
    Related,
    Rule,
    Severity,
)
from fe_skill.rules.vocabulary import default_of, parameters


def check(program: Program) -> Iterator[Finding]:
    """Parameters from dependencies that may return None, whose attributes are read unchecked."""
    for function, _ in program.route_functions():
        depends = [site for site in function.calls if site.kind == "depends"]
        for parameter in parameters(function.node):
            source = _source(program, function, parameter, depends)
            if source is None or _checked(function, parameter.arg):
                continue
            read = _read(function, parameter.arg)
            if read is not None:
                where = source.where
                related = (Related(where.path, where.line, f"`{source.name}` may return None"),)
                message = f"`{parameter.arg}` may be None here"
                fix = _refusing(function, parameter.arg)
                yield RULE.finding(function.module, read, message, related=related, fix=fix)


def _refusing(function: Function, name: str) -> Fix | None:
    """Answer 401 before anything else."""
    module, body = function.module, function.node.body
    first = body[1] if _is_text(body[0]) and len(body) > 1 else body[0]
    indent = module.line(first.lineno)[: first.col_offset]
    if indent.strip():
        return None
    text = f"{indent}if {name} is None:\n{indent}    raise HTTPException(status_code=401)\n"
    edit = inserted(module, module.offset(first.lineno), text)
    known = imported(module, "fastapi", "HTTPException")
    return Fix("Answer 401 without one", Applicability.UNSAFE, (edit, *known))


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _source(
    program: Program, function: Function, parameter: ast.arg, depends: list[CallSite]
) -> Function | None:
    """The dependency that gives a parameter, where its own return type says that it may be None."""
    for site in depends:
        inside = (parameter.annotation, default_of(function.node, parameter))
        holds = any(
            node is site.node for part in inside if part is not None for node in ast.walk(part)
        )
        for behind in program.behind(site) if holds else ():
            if _may_be_none(behind):
                return behind
    return None


def _may_be_none(function: Function) -> bool:
    returns = function.node.returns
    text = function.module.segment(returns) if returns is not None else ""
    if not text.startswith("Optional[") and not text.endswith("| None"):
        return False
    if function.is_generator or _chosen_outside(function):
        return False
    # An annotation that is too wide is common: the body has to be able to end in None.
    body = function.module.inside(function.node, ast.Return)
    values = [node.value for node in body]
    if not _ends(function.node.body):
        return True
    return any(
        value is None
        or (isinstance(value, ast.Constant) and value.value is None)
        or isinstance(value, (ast.Await, ast.IfExp, ast.BoolOp))
        or (isinstance(value, ast.Call) and not _constructs(value))
        for value in values
    )


def _constructs(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name[:1].isupper()


def _ends(body: list[ast.stmt]) -> bool:
    """Whether every way through returns or raises."""
    match body[-1] if body else None:
        case ast.Return() | ast.Raise():
            return True
        case ast.If(body=then, orelse=other):
            return _ends(then) and _ends(other)
        case ast.With(body=inner) | ast.AsyncWith(body=inner):
            return _ends(inner)
        case ast.Try(body=tried, handlers=handlers, orelse=other, finalbody=last):
            passed = _ends(tried) or _ends(other)
            return _ends(last) or (passed and all(_ends(each.body) for each in handlers))
    return False


def _chosen_outside(function: Function) -> bool:
    """Whether it is up to the function around whether this one ever returns None."""
    module, node = function.module, function.node
    around = module.function_of(node)
    if around is None:
        return False
    own = {each.arg for each in parameters(node)}
    given = {each.arg for each in parameters(around)} - own
    return any(
        isinstance(name, ast.Name) and name.id in given
        for test in module.inside(node, ast.If)
        for name in ast.walk(test.test)
    )


def _checked(function: Function, name: str) -> bool:
    """Whether the function asks about the value at all, or hands it on to something that may."""
    for node in ast.walk(function.node):
        if isinstance(node, (ast.If, ast.IfExp, ast.While, ast.Assert, ast.BoolOp, ast.Compare)):
            test = getattr(node, "test", node)
            if any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(test)):
                return True
    return False


def _read(function: Function, name: str) -> ast.Attribute | None:
    reads = function.module.inside(function.node, ast.Attribute)
    return next((n for n in reads if isinstance(n.value, ast.Name) and n.value.id == name), None)


_OPTIONAL = """
                from fastapi import Depends, FastAPI, HTTPException

                app = FastAPI()

                class User:
                    name: str

                def current_user(*, optional: bool = False):
                    async def user(token: str | None = None) -> User | None:
                        if token is None:
                            if optional:
                                return None
                            raise HTTPException(401)
                        return User()

                    return user

                @app.get("/me")
                async def me(user: User = Depends(current_user())) -> str:
                    return user.name
                """

RULE = Rule(
    code="FE306",
    name="unchecked-optional-user",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="let the dependency refuse with 401, or check for None first",
    check=InProject(check),
    fix=Applicability.UNSAFE,
    examples=(
        Bad(
            """
            from typing import Annotated

            from fastapi import Depends, FastAPI

            app = FastAPI()

            class User:
                name: str

            async def maybe_user() -> User | None: ...

            @app.get("/me")
            async def me(user: Annotated[User, Depends(maybe_user)]) -> str:
                return user.name  # <- FE306
            """,
            fixed="""
            from typing import Annotated

            from fastapi import Depends, FastAPI, HTTPException

            app = FastAPI()

            class User:
                name: str

            async def maybe_user() -> User | None: ...

            @app.get("/me")
            async def me(user: Annotated[User, Depends(maybe_user)]) -> str:
                if user is None:
                    raise HTTPException(status_code=401)
                return user.name
            """,
        ),
        Good(
            """
            from typing import Annotated

            from fastapi import Depends, FastAPI, HTTPException

            app = FastAPI()

            class User:
                name: str

            async def maybe_user() -> User | None: ...

            async def current_user(user: Annotated[User | None, Depends(maybe_user)]) -> User:
                if user is None:
                    raise HTTPException(401)
                return user

            @app.get("/me")
            async def me(user: Annotated[User, Depends(current_user)]) -> str:
                return user.name

            @app.get("/hello")
            async def hello(user: Annotated[User | None, Depends(maybe_user)]) -> str:
                return user.name if user else "you"
            """
        ),
        Good(_OPTIONAL),
        Good(
            """
            from collections.abc import Iterator
            from typing import Optional

            from fastapi import Depends, FastAPI

            app = FastAPI()

            class User:
                name: str

            def current_user() -> Optional[Iterator[User]]:
                yield User()

            @app.get("/me")
            async def me(user: User = Depends(current_user)) -> str:
                return user.name
            """
        ),
    ),
)
