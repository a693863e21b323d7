"""What a check needs to know of a Python file, read off its text and remembered by it.

A file is asked after by several checks, and a service plans with the same files again and again.

Lives here: Outline, Import, outline_of.
Does not:   whether an import leads anywhere (imports_resolve.py).

Limits: what a module binds is read off its top level. Syntax newer than the interpreter that runs
us is judged by libcst, which knows it; its imports aren't read.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from fe_skill.syntax.tree import module_of

# The files of a few projects; a file that nobody writes by hand isn't kept.
_REMEMBERED = 1024
_LARGE = 100_000


@dataclass(frozen=True)
class Import:
    """`import module` without names, or `from module import names`, `level` dots before it."""

    line: int
    level: int
    module: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Outline:
    """One file. `fault` is why it isn't Python, after its line; `names` None: can't be known."""

    fault: str | None = None
    imports: tuple[Import, ...] = ()
    names: frozenset[str] | None = None


def outline_of(content: bytes) -> Outline:
    """The outline of a file that holds `content`."""
    return _remembered(content) if len(content) < _LARGE else _outline(content)


def _outline(content: bytes) -> Outline:
    try:
        module = module_of(content)
    except SyntaxError as error:
        newer = _newer_than_us(content)
        return Outline(fault=None if newer else f"{error.lineno or 1}: {error.msg}")
    except (ValueError, RecursionError, MemoryError) as error:
        return Outline(fault=f"1: {error or type(error).__name__}")
    return Outline(imports=tuple(_imports(module)), names=_top_level(module))


_remembered = lru_cache(_REMEMBERED)(_outline)


def _newer_than_us(content: bytes) -> bool:
    if b"\0" in content:
        return False
    import libcst  # noqa: PLC0415 -- slow to import, and rarely needed

    try:
        libcst.parse_module(content)
    except Exception:  # noqa: BLE001 -- libcst documents no narrower class for broken input
        return False
    return True


def _imports(module: ast.Module) -> Iterator[Import]:
    """An import under `try` is the author's way to say that it may fail."""
    waiting: list[ast.AST] = [module]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Try):
            waiting += [*node.orelse, *node.finalbody]
            continue
        if isinstance(node, ast.Import):
            yield from (Import(node.lineno, 0, _parts(a.name), ()) for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            names = tuple(alias.name for alias in node.names)
            yield Import(node.lineno, node.level, _parts(node.module or ""), names)
        # An expression holds no import, and most of a module is expressions.
        waiting += (part for part in ast.iter_child_nodes(node) if not isinstance(part, ast.expr))


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(dotted.split(".")) if dotted else ()


def _top_level(module: ast.Module) -> frozenset[str] | None:
    names: set[str] = set()
    waiting: list[ast.AST] = list(module.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        waiting += ast.iter_child_nodes(node)
    dynamic = {"*", "__getattr__"} & names
    return None if dynamic else frozenset(names | {"__name__", "__file__", "__doc__"})
