"""One session in several tasks at once.

Why: a session holds one connection and one state; two queries at a time fail, or worse, mix what
they read.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.project.program_parts import Function
from fe_skill.rules.across import is_session
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity

_TOGETHER: Final = ("asyncio.gather", "asyncio.wait")
_MANY: Final = (ast.GeneratorExp, ast.ListComp, ast.SetComp)


def check(program: Program) -> Iterator[Finding]:
    """Sessions that several coroutines of one `gather` share."""
    for module in program.mentioning(b"gather(", b"asyncio.wait("):
        for call in module.calls_to(*_TOGETHER):
            function = program.function_at(module, call)
            if function is None:
                continue
            shared = _shared(program, function, call)
            if shared is not None:
                message = f"the session `{shared}` runs several queries at once"
                yield RULE.finding(module, call, message)


def _shared(program: Program, function: Function, call: ast.Call) -> str | None:
    seen: set[str] = set()
    for given in call.args:
        part = given.value if isinstance(given, ast.Starred) else given
        repeats = isinstance(part, _MANY)
        own = {
            n.id for n in ast.walk(part) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        for name in _sessions(program, function, part) - own:
            if repeats or name in seen:
                return name
            seen.add(name)
    return None


def _sessions(program: Program, function: Function, node: ast.expr) -> set[str]:
    """The names of sessions that an expression uses: given to a call, or called upon."""
    found: set[str] = set()
    for name in ast.walk(node):
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Load):
            kind = program.type_of(function, name)
            if kind is not None and is_session(kind.name) and not kind.many:
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
