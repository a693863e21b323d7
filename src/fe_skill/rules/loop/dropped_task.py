"""A task that nobody keeps.

Why: the event loop holds only a weak reference to a task; one that nobody keeps may be collected
before it is done, and what it raises is never seen.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.rule import Bad, Finding, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import is_test
from fe_skill.syntax.module import SourceModule

_START: Final = ("asyncio.create_task", "asyncio.ensure_future")
# As a statement of its own, or under another name.
_ALONE: Final = re.compile(
    rb"(?:^|[:;(])[ \t]*(?:\w+\.)*(?:create_task|ensure_future)\s*\("
    rb"|(?:create_task|ensure_future) as ",
    re.MULTILINE,
)


def check(module: SourceModule) -> Iterator[Finding]:
    """Tasks that are started as a statement of their own."""
    if is_test(module.path):
        return
    for call in module.calls_to(*_START):
        if isinstance(module.parent(call), ast.Expr):
            yield RULE.finding(module, call, "nothing keeps the task until it is done")


RULE = Rule(
    code="FE503",
    name="dropped-task",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="keep it in a set until it is done, or start it in a TaskGroup or as a BackgroundTask",
    check=InFile(check, (b"create_task", b"ensure_future"), _ALONE),
    examples=(
        Bad(
            """
            import asyncio

            async def start(job) -> None:
                asyncio.create_task(job())  # <- FE503
            """
        ),
        Good(
            """
            import asyncio

            TASKS = set()

            async def start(job) -> None:
                task = asyncio.create_task(job())
                TASKS.add(task)
                async with asyncio.TaskGroup() as group:
                    group.create_task(job())
            """
        ),
    ),
)
