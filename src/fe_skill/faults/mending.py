"""Edits of source text that keep every other byte: what the faults' repairs are made of.

Lives here: keyword, imported, replaced, line_before, line_after, and their carrying out.
Does not:   which repair is right (each fault), or the writing (tools/diagnose_error.py).
"""

import ast
import codecs
import re
from collections.abc import Iterable, Sequence

from fe_skill.faults.fault import Edit
from fe_skill.syntax.module import SourceModule
from fe_skill.syntax.source import decode

_IMPORTS = ("from ", "import ")


def replaced(module: SourceModule, node: ast.AST, text: str) -> Edit:
    """Other text in the place of a node."""
    start, end = module.offsets(node)
    return Edit(module.path, start, end, text)


def replaced_text(path: str, start: int, old: str, new: str) -> Edit:
    """Other text in the place of `old`, in any file."""
    return Edit(path, start, start + len(old), new)


def around(module: SourceModule, node: ast.AST, before: str, after: str) -> tuple[Edit, Edit]:
    """Text on both sides of a node."""
    start, end = module.offsets(node)
    return Edit(module.path, start, start, before), Edit(module.path, end, end, after)


def keyword(module: SourceModule, call: ast.Call, name: str, value: str) -> Edit:
    """The call with this keyword argument, new or replaced."""
    given = next((one for one in call.keywords if one.arg == name), None)
    if given is not None:
        return replaced(module, given.value, value)
    return argument(module, call, f"{name}={value}")


def argument(module: SourceModule, call: ast.Call, text: str) -> Edit:
    """The call with one more argument at its end, in the way its arguments are laid out."""
    _, end = module.offsets(call)
    inside = [*call.args, *(one.value for one in call.keywords)]
    if not inside:
        return Edit(module.path, end - 1, end - 1, text)
    last = max(module.offsets(one)[1] for one in inside)
    rest = module.text[last : end - 1]
    comma = re.match(r"(?:\s|#[^\n]*)*,", rest)
    if "\n" in rest and comma:
        first = min(inside, key=lambda one: module.offsets(one)[0])
        indent = _indent_of(module, first.lineno)
        at = last + comma.end()
        return Edit(module.path, at, at, f"\n{indent}{text},")
    at = last + (comma.end() if comma else 0)
    return Edit(module.path, at, at, f" {text}" if comma else f", {text}")


def imported(module: SourceModule, source: str, name: str) -> tuple[Edit, ...]:
    """What makes `from source import name` hold in a file; nothing where it does."""
    if module.names.get(name) == f"{source}.{name}":
        return ()
    for node in module.tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == source and not node.level:
            return (_one_more(module, node, name),)
    line = f"from {source} import {name}\n"
    after = [node for node in module.tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    before = [node for node in after if _sorts_before(node, source)]
    if before or after:
        at = module.offset((before or after)[-1].end_lineno or 1)
        at = _line_end(module.text, at if before else module.offset(after[0].lineno))
        if not before:
            at = module.offset(after[0].lineno)
        return (Edit(module.path, at, at, line),)
    at = _top(module)
    return (Edit(module.path, at, at, line + "\n"),)


def line_before(module: SourceModule, statement: ast.stmt, text: str) -> Edit:
    """A new line above a statement, indented as it is."""
    decorated = [one.lineno for one in getattr(statement, "decorator_list", ())]
    line = min([statement.lineno, *decorated])
    at = module.offset(line)
    return Edit(module.path, at, at, _indented(_indent_of(module, line), text))


def line_after(module: SourceModule, statement: ast.stmt, text: str) -> Edit:
    """A new line below a statement, indented as it is."""
    last = statement.end_lineno or statement.lineno
    at = _line_end(module.text, module.offset(last))
    indent = _indent_of(module, statement.lineno)
    if at and module.text[at - 1 : at] not in "\r\n":
        return Edit(module.path, at, at, "\n" + _indented(indent, text).rstrip("\n"))
    return Edit(module.path, at, at, _indented(indent, text))


def without(module: SourceModule, statement: ast.stmt) -> Edit:
    """The file without a statement and its lines."""
    decorated = [one.lineno for one in getattr(statement, "decorator_list", ())]
    start = module.offset(min([statement.lineno, *decorated]))
    end = _line_end(module.text, module.offset(statement.end_lineno or statement.lineno))
    return Edit(module.path, start, end, "")


def applied(text: str, edits: Iterable[Edit]) -> str | None:
    """The text after the edits; None where two of them overlap."""
    # Of two at one place an import comes first: it belongs above what uses it.
    ordered = sorted(edits, key=lambda e: (e.start, e.end, not e.text.startswith(_IMPORTS)))
    parts, at = [], 0
    for edit in ordered:
        if edit.start < at or not edit.start <= edit.end <= len(text):
            return None
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def applied_to_bytes(data: bytes, edits: Sequence[Edit]) -> bytes | None:
    """The same for a file's bytes; its mark, encoding and line ends stay."""
    text = decode(data)
    if text is None:
        return None
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    if mark + text.encode() != data:
        return None  # another encoding: edits of ours might not be in it
    dos = text.count("\r\n") == text.count("\n") > 0
    if dos:
        edits = [Edit(e.path, e.start, e.end, e.text.replace("\n", "\r\n")) for e in edits]
    after = applied(text, edits)
    return None if after is None else mark + after.encode()


def _one_more(module: SourceModule, node: ast.ImportFrom, name: str) -> Edit:
    """A name among those of an import, in alphabetical order where they are in one."""
    names = [alias.name for alias in node.names]
    for alias in node.names:
        if name.lower() < alias.name.lower() and names == sorted(names, key=str.lower):
            start, _ = module.offsets(alias)
            return Edit(module.path, start, start, f"{name}, ")
    _, end = module.offsets(node.names[-1])
    return Edit(module.path, end, end, f", {name}")


def _sorts_before(node: ast.Import | ast.ImportFrom, source: str) -> bool:
    """Whether an import belongs above one from `source`: `__future__`, and absolute ones before."""
    if isinstance(node, ast.Import):
        return True
    return not node.level and (node.module or "").lower() <= source.lower()


def _top(module: SourceModule) -> int:
    """Below the docstring, or the first line."""
    body = module.tree.body
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        return _line_end(module.text, module.offset(body[0].end_lineno or 1))
    return 0


def _indent_of(module: SourceModule, line: int) -> str:
    text = module.line(line)
    return text[: len(text) - len(text.lstrip())]


def _indented(indent: str, text: str) -> str:
    return "".join(f"{indent}{line}\n" if line else "\n" for line in text.split("\n"))


def _line_end(text: str, at: int) -> int:
    """Behind the line end that follows."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1
