"""A commit for each turn of a loop.

Why: each commit waits for the disk, and a failure half way leaves the first rows written and the
rest not.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.edits import inserted, removed
from fe_skill.rules.rule import Applicability, Bad, Finding, Fix, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import is_script, is_test
from fe_skill.syntax.module import FUNCTIONS, SourceModule

_BATCH: Final = ("batch", "chunk", "page", "offset")
_COUNTING: Final = re.compile(r"%|batch|chunk|count|size|len\(|interval|every|elapsed")


def check(module: SourceModule) -> Iterator[Finding]:
    """Commits in a `for`, of a session from outside it, unless the loop goes by batches."""
    if is_test(module.path):
        return
    for call in module.nodes(ast.Call):
        func = call.func
        if not (isinstance(func, ast.Attribute) and func.attr == "commit" and not call.args):
            continue
        loop = _loop(module, call)
        if loop is None or not _is_session(func.value) or _has_its_own(loop, func.value):
            continue
        if _by_batch(module, loop) or _undoes(loop) or _at_intervals(module, call, loop):
            continue
        message = "the session commits in each turn of the loop"
        # Who fills a database by hand, once, can wait and begin anew.
        lower = Severity.INFO if is_script(module) or _in_steps(module, loop) else None
        yield RULE.finding(module, call, message, severity=lower, fix=_after(module, call, loop))


def _after(module: SourceModule, call: ast.Call, loop: ast.For | ast.AsyncFor) -> Fix | None:
    """Commit once, when the loop is done."""
    statement = module.enclosing(call, ast.Expr)
    if statement not in loop.body or len(loop.body) == 1 or loop.orelse or statement is None:
        return None
    indent = module.line(loop.lineno)[: loop.col_offset]
    if indent.strip() or any(isinstance(n, (ast.Return, ast.Break)) for n in ast.walk(loop)):
        return None
    end = module.text.find("\n", module.offset(module.span(loop).end_line))
    at = len(module.text) if end < 0 else end + 1
    line = f"{indent}{module.segment(statement)}\n"
    if end < 0:
        return None
    edits = (removed(module, statement), inserted(module, at, line))
    return Fix("Commit after the loop", Applicability.UNSAFE, edits)


def _in_steps(module: SourceModule, loop: ast.For | ast.AsyncFor) -> bool:
    """Whether a turn commits several times: it goes on step by step, and tells how far it is."""
    calls = (call.func for call in module.inside(loop, ast.Call))
    return sum(isinstance(func, ast.Attribute) and func.attr == "commit" for func in calls) > 1


def _at_intervals(module: SourceModule, call: ast.Call, loop: ast.AST) -> bool:
    """Whether only some turns commit: where a counter has come far enough."""
    for at in module.parents(call):
        if at is loop:
            return False
        if isinstance(at, ast.If) and _COUNTING.search(module.segment(at.test).lower()):
            return True
    return False


def _loop(module: SourceModule, call: ast.Call) -> ast.For | ast.AsyncFor | None:
    """The loop that makes a call again and again: not one that it ends with."""
    below: ast.AST = call
    for at in module.parents(call):
        if isinstance(at, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
            return None
        if isinstance(at, (ast.If, ast.ExceptHandler)):
            ends = at.body[-1]
            if isinstance(ends, (ast.Return, ast.Raise, ast.Break)):
                return None
        if isinstance(at, (ast.For, ast.AsyncFor)) and below in at.body:
            last = at.body[-1]
            return None if isinstance(last, (ast.Return, ast.Break)) else at
        below = at
    return None


def _is_session(node: ast.expr) -> bool:
    name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
    return name.lower().endswith(("session", "db")) and not name[:1].isupper()


def _has_its_own(loop: ast.For | ast.AsyncFor, session: ast.expr) -> bool:
    """Whether each turn makes a session of its own."""
    name = session.id if isinstance(session, ast.Name) else ""
    made = {
        n.id for n in ast.walk(loop) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    return bool(name) and name in made


def _by_batch(module: SourceModule, loop: ast.For | ast.AsyncFor) -> bool:
    text = f"{module.segment(loop.target)} {module.segment(loop.iter)}".lower()
    stepped = (
        isinstance(loop.iter, ast.Call)
        and module.is_(loop.iter.func, "builtins.range")
        and len(loop.iter.args) == 3  # noqa: PLR2004 -- start, stop, step
    )
    return stepped or any(word in text for word in _BATCH)


def _undoes(loop: ast.For | ast.AsyncFor) -> bool:
    """Whether a turn that fails is rolled back by itself: then each is meant to stand alone."""
    return any(
        isinstance(node.func, ast.Attribute) and node.func.attr == "rollback"
        for node in ast.walk(loop)
        if isinstance(node, ast.Call)
    )


RULE = Rule(
    code="FE407",
    name="commit-in-loop",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="commit once after the loop, or by batches",
    check=InFile(check, (b".commit()",)),
    fix=Applicability.UNSAFE,
    examples=(
        Bad(
            """
            async def close_all(session, orders) -> None:
                for order in orders:
                    order.state = "closed"
                    await session.commit()  # <- FE407
            """,
            fixed="""
            async def close_all(session, orders) -> None:
                for order in orders:
                    order.state = "closed"
                await session.commit()
            """,
        ),
        Good(
            """
            async def close_all(session, orders) -> None:
                for order in orders:
                    order.state = "closed"
                await session.commit()

            async def close_each(make_session, ids, batches, session) -> None:
                for at in ids:
                    async with make_session() as db_session:
                        await db_session.commit()
                for batch in batches:
                    await session.commit()
            """
        ),
        Good(
            """
            async def load(session, rows) -> None:
                count = 0
                for row in rows:
                    session.add(row)
                    count += 1
                    if count == 100:
                        await session.commit()
                        count = 0
                await session.commit()
            """
        ),
    ),
)
