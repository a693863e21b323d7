"""A rollback for one turn of a loop that takes back all the turns before.

Why: `rollback()` undoes everything since the last commit; the rows that went well before the bad
one are lost, and the code goes on as if they were there.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.rule import Bad, Finding, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import is_test
from fe_skill.syntax.module import FUNCTIONS, SourceModule

_ENDS: Final = (ast.Return, ast.Raise, ast.Break)


def check(module: SourceModule) -> Iterator[Finding]:
    """Rollbacks in the handlers of a loop that goes on, without a commit or a savepoint a turn."""
    if is_test(module.path):
        return
    for call in module.nodes(ast.Call):
        handler = module.enclosing(call, ast.ExceptHandler)
        if handler is None or not _is(call, "rollback") or isinstance(handler.body[-1], _ENDS):
            continue
        loop = _loop(module, handler)
        if loop is None or not isinstance(call.func, ast.Attribute):
            continue
        session = module.segment(call.func.value)
        inner = [node for statement in loop.body for node in ast.walk(statement)]
        opened = any(isinstance(node, (ast.With, ast.AsyncWith)) for node in inner)
        calls = [node for node in inner if isinstance(node, ast.Call)]
        commits = any(_is(node, "commit", "begin_nested") for node in calls)
        writes = any(_is(n, "add", "flush", "merge") and _on(module, n, session) for n in calls)
        if writes and not commits and not opened:
            yield RULE.finding(module, call, "takes back the turns before this one too")


def _loop(module: SourceModule, node: ast.AST) -> ast.For | ast.AsyncFor | None:
    """The loop around a node, in the same function."""
    for at in module.parents(node):
        if isinstance(at, (ast.For, ast.AsyncFor)):
            return at
        if isinstance(at, (*FUNCTIONS, ast.Lambda)):
            return None
    return None


def _is(call: ast.Call, *methods: str) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in methods


def _on(module: SourceModule, call: ast.Call, session: str) -> bool:
    return isinstance(call.func, ast.Attribute) and module.segment(call.func.value) == session


RULE = Rule(
    code="FE410",
    name="rollback-without-savepoint",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="put each turn into `async with session.begin_nested():`",
    check=InFile(check, (b"rollback()",)),
    examples=(
        Bad(
            """
            from sqlalchemy.exc import IntegrityError

            async def load(session, rows) -> None:
                for row in rows:
                    try:
                        session.add(row)
                        await session.flush()
                    except IntegrityError:
                        await session.rollback()  # <- FE410
                await session.commit()
            """
        ),
        Good(
            """
            from sqlalchemy.exc import IntegrityError

            async def load(session, rows) -> None:
                for row in rows:
                    try:
                        async with session.begin_nested():
                            session.add(row)
                    except IntegrityError:
                        continue
                await session.commit()

            async def each(session, rows) -> None:
                for row in rows:
                    try:
                        session.add(row)
                        await session.commit()
                    except IntegrityError:
                        await session.rollback()
            """
        ),
    ),
)
