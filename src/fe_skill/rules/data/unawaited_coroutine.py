"""A coroutine that nobody awaits.

Why: without `await` nothing of it runs: the row isn't written, the commit doesn't happen; Python
says so only in a warning when the object is thrown away.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.project.program_parts import CallSite
from fe_skill.rules.across import may_be, session_method
from fe_skill.rules.edits import inserted
from fe_skill.rules.rule import Applicability, Bad, Finding, Fix, Good, InProject, Rule, Severity

_DEFINED: Final = re.compile(rb"async def (\w+)")
_RENAMED: Final = re.compile(rb" as (\w+)")
_WORD: Final = re.compile(rb"\w+$")
_LONGEST: Final = 100
_COROUTINES: Final = frozenset(
    {"execute", "scalar", "scalars", "get", "get_one", "commit", "flush", "refresh", "rollback",
     "delete", "merge", "close", "stream", "exec"}
)  # fmt: skip


def check(program: Program) -> Iterator[Finding]:
    """Calls of coroutines that are a statement, or whose attributes are read, without await."""
    names = _coroutines(program)
    for module in program.mentioning(b"async "):
        for function in program.functions(module):
            for site in function.calls:
                if (
                    not may_be(site, names)
                    or not _dropped(site)
                    or not _is_coroutine(program, site)
                ):
                    continue
                fix = None
                if function.is_async and isinstance(module.parent(site.node), ast.Expr):
                    start = module.offsets(site.node)[0]
                    # What a session does is meant to be done; another coroutine may be kept back.
                    sure = session_method(site.target) in _COROUTINES
                    trust = Applicability.SAFE if sure else Applicability.UNSAFE
                    fix = Fix("Await it", trust, (inserted(module, start, "await "),))
                message = f"nothing awaits `{module.segment(site.node.func)}`"  # type: ignore[attr-defined]
                yield RULE.finding(module, site.node, message, fix=fix)


def _coroutines(program: Program) -> frozenset[str]:
    """What coroutines are called by, also under another name that an import gives them."""
    sources = [program.facts.source(path) for path in program.facts.paths]
    found = {name for source in sources for name in _DEFINED.findall(source)}
    found |= {new for source in sources for old, new in _renamed(source) if old in found}
    return _COROUTINES | {name.decode("utf-8", "replace") for name in found}


def _renamed(source: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The names on both sides of each `as`."""
    for at in _RENAMED.finditer(source):
        before = _WORD.search(source[max(at.start() - _LONGEST, 0) : at.start()])
        if before:
            yield before[0], at[1]


def _dropped(site: CallSite) -> bool:
    outer = site.function.module.parent(site.node)
    reads = isinstance(outer, ast.Attribute) and outer.attr not in (
        "send",
        "close",
        "throw",
        "cr_frame",
        "__await__",
    )
    return (
        site.kind == "call"
        and not site.awaited
        and isinstance(site.node, ast.Call)
        and (isinstance(outer, ast.Expr) or reads)
    )


def _is_coroutine(program: Program, site: CallSite) -> bool:
    if session_method(site.target) in _COROUTINES:
        return "Async" in (site.target or "")
    behind = program.behind(site)
    # A decorator may make something else of it: a task, a sync wrapper, a context manager.
    return bool(behind) and all(
        f.is_async and not f.is_generator and not f.node.decorator_list for f in behind
    )


RULE = Rule(
    code="FE405",
    name="unawaited-coroutine",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="await it",
    check=InProject(check),
    fix=Applicability.SAFE,
    examples=(
        Bad(
            """
            from sqlalchemy.ext.asyncio import AsyncSession

            async def close(session: AsyncSession, order) -> None:
                order.state = "closed"
                session.commit()  # <- FE405
            """,
            fixed="""
            from sqlalchemy.ext.asyncio import AsyncSession

            async def close(session: AsyncSession, order) -> None:
                order.state = "closed"
                await session.commit()
            """,
        ),
        Bad(
            {
                "app/mail.py": "async def send(to: str) -> None: ...\n",
                "app/orders.py": """
                from app.mail import send

                async def close(order) -> None:
                    send(order.email)  # <- FE405
                """,
            },
            fixed={
                "app/orders.py": """
                from app.mail import send

                async def close(order) -> None:
                    await send(order.email)
                """,
            },
        ),
        Good(
            """
            import asyncio

            from sqlalchemy.ext.asyncio import AsyncSession

            async def send(to: str) -> None: ...

            async def close(session: AsyncSession, order) -> None:
                session.add(order)
                task = asyncio.create_task(send(order.email))
                await asyncio.gather(task, send(order.owner))
                await session.commit()
            """
        ),
    ),
)
