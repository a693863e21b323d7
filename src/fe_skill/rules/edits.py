"""The small edits that fixes are made of; every other byte stays.

Lives here: replaced, inserted, removed, imported, imported_module, loading, applied.
Does not:   when an edit is right (each rule), or the disk (changes/).
"""

import ast
import sys
from collections.abc import Iterable
from typing import Final

from fe_skill.rules.rule import Edit
from fe_skill.syntax.module import SourceModule

_OWN: Final = 3


def replaced(module: SourceModule, node: ast.AST, text: str) -> Edit:
    """`text` in place of a node."""
    start, end = module.offsets(node)
    return Edit(module.path, start, end, text)


def inserted(module: SourceModule, offset: int, text: str) -> Edit:
    """`text` before what stands at an offset."""
    return Edit(module.path, offset, offset, text)


def removed(module: SourceModule, statement: ast.stmt) -> Edit:
    """A statement gone with its lines. It must stand on them alone."""
    at = module.span(statement)
    start, end = module.offset(at.line), module.offset(at.end_line)
    after = module.text.find("\n", end)
    return Edit(module.path, start, len(module.text) if after < 0 else after + 1, "")


def imported(module: SourceModule, source: str, name: str) -> tuple[Edit, ...]:
    """What makes `name` of the module `source` known under its own name; nothing if it is.

    The name joins a one-line `from source import ...`, else a new line follows the last import at
    the top that sorts before it.
    """
    if module.names.get(name) == f"{source}.{name}":
        return ()
    imports = [node for node in module.tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    for node in imports:
        if isinstance(node, ast.ImportFrom) and node.module == source and not node.level:
            last = node.names[-1]
            if node.lineno == node.end_lineno:
                return (inserted(module, module.offsets(last)[1], f", {name}"),)
    return _new_line(module, source, f"from {source} import {name}\n")


def _new_line(module: SourceModule, source: str, line: str) -> tuple[Edit, ...]:
    """An import on a line of its own, where imports of that module sort."""
    imports = [node for node in module.tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    key = (_section(source), source)
    before = [node for node in imports if _key(node) <= key]
    if before:
        # The project's own imports may sort before a library's, and still stand below it.
        nearest = max(before, key=lambda node: (_key(node), node.lineno))
        apart = "" if _key(nearest)[0] == key[0] else "\n"
        return (inserted(module, _after(module, nearest), apart + line),)
    if imports:
        apart = "" if _key(imports[0])[0] == key[0] else "\n"
        return (inserted(module, module.offset(imports[0].lineno), line + apart),)
    return (inserted(module, _after(module, None), line),)


def imported_module(module: SourceModule, name: str) -> tuple[Edit, ...]:
    """What makes a module known under its own name; nothing if it is."""
    if module.names.get(name) == name:
        return ()
    return _new_line(module, name, f"import {name}\n")


def loading(module: SourceModule, query: ast.expr, relation: str) -> tuple[Edit, ...] | None:
    """What makes a `select(Model...)` or `session.get(Model, ...)` load a relationship along."""
    if not isinstance(query, ast.Call) or not query.args:
        return None
    model = module.segment(query.args[0])
    option = f"selectinload({model}.{relation})"
    name = query.func.attr if isinstance(query.func, ast.Attribute) else ""
    if any(given.arg == "options" for given in query.keywords):
        return None
    if name in ("get", "get_one"):
        last = [*query.args, *(given.value for given in query.keywords)][-1]
        edit = inserted(module, module.offsets(last)[1], f", options=[{option}]")
    else:
        edit = inserted(module, module.offsets(query)[1], f".options({option})")
    return (edit, *imported(module, "sqlalchemy.orm", "selectinload"))


def applied(text: str, edits: Iterable[Edit]) -> str | None:
    """`text` with all edits of one file; None where two of them overlap."""
    parts: list[str] = []
    at = 0
    for edit in sorted(set(edits)):
        if edit.start < at:
            return None
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def _key(node: ast.Import | ast.ImportFrom) -> tuple[int, str]:
    """Where an import sorts: its section first."""
    if isinstance(node, ast.Import):
        return _section(node.names[0].name), node.names[0].name
    if node.level:
        return _OWN, node.module or ""
    return _section(node.module or ""), node.module or ""


def _section(module: str) -> int:
    if module == "__future__":
        return 0
    return 1 if module.partition(".")[0] in sys.stdlib_module_names else 2


def _after(module: SourceModule, anchor: ast.stmt | None) -> int:
    """The start of the line after a statement; after the docstring where there is none."""
    if anchor is None:
        first = module.tree.body[0] if module.tree.body else None
        is_docstring = (
            isinstance(first, ast.Expr)
            and isinstance(first.value, ast.Constant)
            and isinstance(first.value.value, str)
        )
        if not is_docstring or first is None:
            return 0
        anchor = first
    end = module.offset(module.span(anchor).end_line)
    line_end = module.text.find("\n", end)
    return len(module.text) if line_end < 0 else line_end + 1
