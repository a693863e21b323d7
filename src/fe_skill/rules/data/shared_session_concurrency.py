"""One session in several tasks at once.

Why: a session holds one connection and one state; two queries at a time fail, or worse, mix what
they read.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.project.program_parts import Function
from fe_skill.rules.across import is_session, last
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity
from fe_skill.syntax.module import SourceModule

_TOGETHER: Final = ("asyncio.gather", "asyncio.wait")
_MANY: Final = (ast.GeneratorExp, ast.ListComp, ast.SetComp)


def check(program: Program) -> Iterator[Finding]:
    """Sessions that several coroutines of one `gather`, or of one task group, share."""
    for module in program.mentioning(b"gather(", b"asyncio.wait(", b"TaskGroup("):
        for call in module.calls_to(*_TOGETHER):
            function = program.function_at(module, call)
            parts = list(_parts(module, function, call)) if function is not None else []
            shared = _shared(program, function, parts) if function is not None else None
            if shared is not None:
                message = f"the session `{shared}` runs several queries at once"
                yield RULE.finding(module, call, message)
        for group in module.nodes(ast.AsyncWith):
            yield from _of_group(program, module, group)


def _of_group(program: Program, module: SourceModule, group: ast.AsyncWith) -> Iterator[Finding]:
    """The tasks of one `async with TaskGroup()`."""
    function = program.function_at(module, group)
    names = {
        item.optional_vars.id
        for item in group.items
        if isinstance(item.context_expr, ast.Call)
        and (module.dotted(item.context_expr.func) or "").endswith("TaskGroup")
        and isinstance(item.optional_vars, ast.Name)
    }
    started = [
        call
        for call in module.inside(group, ast.Call)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in ("create_task", "start_soon")
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in names
    ]
    parts = [(part, _loops(module, call, group)) for call in started for part in call.args]
    shared = _shared(program, function, parts) if function is not None else None
    if shared is not None:
        message = f"the session `{shared}` runs several queries at once"
        yield RULE.finding(module, started[0], message)


def _loops(module: SourceModule, node: ast.AST, around: ast.AST) -> bool:
    """Whether something between two nodes repeats the inner one."""
    for at in module.parents(node):
        if at is around:
            return False
        if isinstance(at, (ast.For, ast.AsyncFor, ast.While, *_MANY)):
            return True
    return False


def _parts(
    module: SourceModule, function: Function, call: ast.Call
) -> Iterator[tuple[ast.expr, bool]]:
    """What a call runs together, each with whether it stands for many."""
    for given in call.args:
        part = given.value if isinstance(given, ast.Starred) else given
        if isinstance(given, ast.Starred) and isinstance(part, ast.Name):
            yield from _collected(module, function, part.id)
        elif isinstance(part, (ast.List, ast.Tuple)):
            yield from ((each, False) for each in part.elts)
        else:
            yield part, isinstance(part, _MANY)


def _collected(
    module: SourceModule, function: Function, name: str
) -> Iterator[tuple[ast.expr, bool]]:
    """What a list holds that the function fills before."""
    for node in module.inside(function.node, ast.Assign):
        if any(isinstance(target, ast.Name) and target.id == name for target in node.targets):
            if isinstance(node.value, (ast.List, ast.Tuple)):
                yield from ((each, False) for each in node.value.elts)
            else:
                yield node.value, isinstance(node.value, _MANY)
    for call in module.inside(function.node, ast.Call):
        func = call.func
        adds = isinstance(func, ast.Attribute) and func.attr == "append"
        whose = func.value if isinstance(func, ast.Attribute) else None
        if adds and call.args and isinstance(whose, ast.Name) and whose.id == name:
            yield call.args[0], _loops(module, call, function.node)


def _shared(program: Program, function: Function, parts: list[tuple[ast.expr, bool]]) -> str | None:
    module = function.module
    seen: set[str] = set()
    for part, repeats in parts:
        own = {
            n.id for n in ast.walk(part) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        for name in _sessions(program, function, part) - own:
            # One that each turn of a loop makes anew is its own.
            if repeats and not _made_in_loop(module, function, name, part):
                return name
            if name in seen:
                return name
            seen.add(name)
    return None


def _made_in_loop(module: SourceModule, function: Function, name: str, part: ast.expr) -> bool:
    loop = module.enclosing(part, ast.For, ast.AsyncFor, ast.While)
    if loop is None or loop not in ast.walk(function.node):
        return False
    return any(
        isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store)
        for n in ast.walk(loop)
    )


def _sessions(program: Program, function: Function, node: ast.expr) -> set[str]:
    """The names of async sessions that an expression uses: given to a call, or called upon.

    Those of a plain session block: they never run at once.
    """
    found: set[str] = set()
    for name in ast.walk(node):
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Load):
            kind = program.type_of(function, name)
            if kind is None or not is_session(kind.name) or kind.many:
                continue
            if last(kind.name).lower().startswith("async"):
                found.add(name.id)
    return found


RULE = Rule(
    code="FE408",
    name="shared-session-concurrency",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="await them one after another, or give each task a session of its own",
    check=InProject(check),
    examples=(
        Bad(
            """
            import asyncio

            from sqlalchemy import text
            from sqlalchemy.ext.asyncio import AsyncSession

            async def both(session: AsyncSession) -> None:
                await asyncio.gather(  # <- FE408
                    session.execute(text("select 1")), session.execute(text("select 2"))
                )

            async def each(session: AsyncSession, ids: list[int]) -> None:
                await asyncio.gather(*[session.get(object, at) for at in ids])  # <- FE408
            """
        ),
        Bad(
            """
            import asyncio

            from sqlalchemy import text
            from sqlalchemy.ext.asyncio import AsyncSession

            async def read(session: AsyncSession, at: int) -> None:
                await session.execute(text("select 1"))

            async def all_of(session: AsyncSession, ids: list[int]) -> None:
                reads = []
                for at in ids:
                    reads.append(read(session, at))
                await asyncio.gather(*reads)  # <- FE408
                async with asyncio.TaskGroup() as group:
                    for at in ids:
                        group.create_task(read(session, at))  # <- FE408
            """
        ),
        Good(
            """
            import asyncio

            from sqlalchemy import text
            from sqlalchemy.orm import Session

            async def read(session: Session, at: int) -> None:
                session.execute(text("select 1"))

            async def two(session: Session) -> None:
                await asyncio.gather(read(session, 1), read(session, 2))
            """
        ),
        Good(
            """
            import asyncio

            from sqlalchemy import text
            from sqlalchemy.ext.asyncio import AsyncSession

            async def both(one: AsyncSession, two: AsyncSession) -> None:
                await asyncio.gather(one.execute(text("select 1")), two.execute(text("select 2")))

            async def half(session: AsyncSession) -> None:
                await asyncio.gather(session.execute(text("select 1")), asyncio.sleep(1))
            """
        ),
    ),
)
