"""The small edits that fixes are made of; every other byte stays.

Lives here: replaced, inserted, removed, imported, applied.
Does not:   when an edit is right (each rule), or the disk (changes/).
"""

import ast
from collections.abc import Iterable

from fe_skill.rules.rule import Edit
from fe_skill.syntax.module import SourceModule


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
    line = f"from {source} import {name}\n"
    before = [node for node in imports if _source(node) <= source and not _future(node)]
    anchor = before[-1] if before else None
    if anchor is None and imports:
        following = next((node for node in imports if not _future(node)), None)
        if following is not None:
            return (inserted(module, module.offset(following.lineno), line),)
        anchor = imports[-1]
    return (inserted(module, _after(module, anchor), line),)


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


def _source(node: ast.Import | ast.ImportFrom) -> str:
    if isinstance(node, ast.Import):
        return node.names[0].name
    return "~" if node.level else node.module or ""


def _future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


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
