"""The fixes that take blocking work off the event loop.

Lives here: offloaded, plain.
Does not:   what blocks (the rules of the loop and of sessions).
"""

import ast
from typing import Final

from fe_skill.project.program import Program
from fe_skill.project.program_parts import CallSite, Function
from fe_skill.project.program_reach import Chain
from fe_skill.rules.edits import imported_module, inserted, replaced
from fe_skill.rules.rule import Applicability, Edit, Fix

_WAITING: Final = (ast.Await, ast.AsyncFor, ast.AsyncWith, ast.Yield, ast.YieldFrom)
_POSTFIX: Final = (ast.Attribute, ast.Subscript, ast.Call, ast.Await, ast.BinOp)


def off_the_loop(program: Program, site: CallSite, chain: Chain) -> Fix | None:
    """What ends a blocking call on the loop, in the coroutine itself or by making that plain."""
    start = chain[0].function if chain else site.function
    made = plain(program, start)
    if made is not None or chain:
        return made
    return offloaded(site)


def plain(program: Program, function: Function) -> Fix | None:
    """Make a route that awaits nothing a plain function: FastAPI runs it in a thread."""
    module, node = function.module, function.node
    if not isinstance(node, ast.AsyncFunctionDef) or not program.routes_of(function):
        return None
    if any(module.running_in(node, kind) for kind in _WAITING) or _comprehends(node):
        return None
    if any(True for _ in program.callers(function.dotted)):
        return None
    start = module.offset(node.lineno, node.col_offset + 1)
    text = module.text[start : start + len("async def ")]
    if text != "async def ":
        return None
    edit = Edit(module.path, start, start + len("async "), "")
    title = "Make the route a plain function, which runs in a thread"
    return Fix(title, Applicability.UNSAFE, (edit,))


def offloaded(site: CallSite) -> Fix | None:
    """Await a blocking call in a worker thread, where it stands in a coroutine itself."""
    module, call = site.function.module, site.node
    around = module.function_of(call)
    if not isinstance(call, ast.Call) or not isinstance(around, ast.AsyncFunctionDef):
        return None
    if any(isinstance(at, ast.Lambda) for at in module.parents(call)):
        return None
    sleeps = module.is_(call.func, "time.sleep")
    outer = module.parent(call)
    opening, closing = (
        ("(", ")") if isinstance(outer, _POSTFIX) and _is_head(outer, call) else ("", "")
    )
    name = module.segment(call.func)
    start = module.offsets(call)[0]
    if sleeps:
        head = replaced(module, call.func, f"{opening}await asyncio.sleep")
        edits = [head]
    else:
        first = module.text.index("(", module.offsets(call.func)[1])
        given = ", " if call.args or call.keywords else ""
        made = f"{opening}await asyncio.to_thread({name}{given}"
        edits = [Edit(module.path, start, first + 1, made)]
    if closing:
        edits.append(inserted(module, module.offsets(call)[1], closing))
    title = "Await `asyncio.sleep`" if sleeps else "Await it in a worker thread"
    return Fix(title, Applicability.UNSAFE, (*edits, *imported_module(module, "asyncio")))


def _is_head(outer: ast.AST, call: ast.Call) -> bool:
    """Whether what is around a call binds closer than an `await` in front of it."""
    return not isinstance(outer, ast.Call) or outer.func is call


def _comprehends(node: ast.AsyncFunctionDef) -> bool:
    """Whether a comprehension in a function is an asynchronous one."""
    return any(isinstance(each, ast.comprehension) and each.is_async for each in ast.walk(node))
