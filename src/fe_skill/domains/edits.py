"""Small insertions into files that are there; every other byte stays, and twice is as once.

Lives here: with_import, with_type_import, with_all, with_include, with_line_in_class.
Does not:   which edits a domain needs (plan.py).
"""

import ast
import re
import sys
from collections.abc import Iterable

from fe_skill.problem import Problem, Refused
from fe_skill.syntax.tree import module_of

_WIDTH = 100


def with_import(source: str, module: str, names: Iterable[str], path: str) -> str:
    """`source` importing `names` from `module`, in the order of isort."""
    tree = module_of(source)
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == module and not node.level:
            present = {alias.name for alias in node.names}
            if present >= set(names):
                return source
            text = _import_line(module, present | set(names))
            return _replaced(source, node, text, path)
    return _inserted_import(source, tree.body, module, _import_line(module, set(names)))


def _inserted_import(source: str, body: list[ast.stmt], module: str, text: str) -> str:
    lines = source.splitlines(keepends=True)
    imports = [n for n in body if isinstance(n, ast.Import | ast.ImportFrom)]
    new = (_section(module), 1, module)
    before = [node for node in imports if _key(node) < new]
    after = [node for node in imports if _key(node) > new]
    if before and _key(before[-1])[0] == new[0]:
        at, text = before[-1].end_lineno or 0, text + "\n"
    elif after and _key(after[0])[0] == new[0]:
        at, text = after[0].lineno - 1, text + "\n"
    elif before:
        at, text = before[-1].end_lineno or 0, "\n" + text + "\n"
    else:
        first = after[0].lineno - 1 if after else 0
        at, text = first, text + "\n\n"
    return "".join([*lines[:at], text, *lines[at:]])


def _key(node: ast.Import | ast.ImportFrom) -> tuple[int, int, str]:
    if isinstance(node, ast.Import):
        return _section(node.names[0].name), 0, node.names[0].name
    return _section(node.module or ""), 1, node.module or ""


def _section(module: str) -> int:
    top = module.split(".", maxsplit=1)[0]
    return 0 if top in sys.stdlib_module_names else 2 if top == "src" else 1


def _import_line(module: str, names: set[str]) -> str:
    ordered = sorted(names, key=_import_rank)
    line = f"from {module} import {', '.join(ordered)}"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"from {module} import (", *(f"    {n}," for n in ordered), ")"])


def _rank(name: str) -> tuple[int, list[tuple[int, int | str]]]:
    """Constants, classes, the rest, numbers by their value: as ruff sorts `__all__`."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, [(0, int(p)) if p.isdigit() else (1, p) for p in re.split(r"(\d+)", name) if p]


def _import_rank(name: str) -> tuple[object, ...]:
    """The same for names in an import, where case comes last."""
    kind, parts = _rank(name)
    return kind, _rank(name.lower())[1], parts


def with_type_import(source: str, module: str, name: str, path: str) -> str:
    """`source` importing `name` from `module` for type checkers alone."""
    text = _import_line(module, {name}).replace("\n", "\n    ")
    for node in module_of(source).body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            return _into_block(source, node, module, name, path)
    source = with_import(source, "typing", ["TYPE_CHECKING"], path)
    lines = source.splitlines(keepends=True)
    imports = [n for n in module_of(source).body if isinstance(n, ast.Import | ast.ImportFrom)]
    at = imports[-1].end_lineno or 0
    return "".join([*lines[:at], f"\nif TYPE_CHECKING:\n    {text}\n", *lines[at:]])


def _into_block(source: str, block: ast.If, module: str, name: str, path: str) -> str:
    imports = [n for n in block.body if isinstance(n, ast.ImportFrom)]
    for node in imports:
        if node.module == module:
            present = {alias.name for alias in node.names}
            if name in present:
                return source
            text = _import_line(module, present | {name}).replace("\n", "\n    ")
            return _replaced(source, node, text, path)
    lines = source.splitlines(keepends=True)
    earlier = [n for n in imports if (n.module or "") < module]
    at = (earlier[-1].end_lineno or 0) if earlier else block.body[0].lineno - 1
    return "".join([*lines[:at], f"    {_import_line(module, {name})}\n", *lines[at:]])


def with_all(source: str, names: Iterable[str], path: str) -> str:
    """`source` with `names` in its `__all__`, sorted as ruff sorts it."""
    for node in module_of(source).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            present = set(ast.literal_eval(node.value))
            if present >= set(names):
                return source
            ordered = [f'"{name}"' for name in sorted(present | set(names), key=_rank)]
            text = f"__all__ = [{', '.join(ordered)}]"
            if len(text) > _WIDTH:
                text = "\n".join(["__all__ = [", *(f"    {name}," for name in ordered), "]"])
            return _replaced(source, node, text, path)
    raise _unsure(path, "it has no `__all__`")


def with_include(source: str, router: str, prefix: str, path: str) -> str:
    """`source` including `router`, after the last router that it includes."""
    calls = [
        node
        for node in ast.walk(module_of(source))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and node.value.func.attr == "include_router"
    ]
    if not calls:
        raise _unsure(path, "it includes no router yet")
    if any(ast.unparse(call.value.args[0]) == router for call in calls if call.value.args):  # type: ignore[attr-defined]  # filtered above
        return source
    last = max(calls, key=lambda node: node.lineno)
    owner = ast.unparse(last.value.func.value)  # type: ignore[attr-defined]  # filtered above
    pad = " " * last.col_offset
    text = f'{pad}{owner}.include_router({router}, prefix="{prefix}")\n'
    if len(text) > _WIDTH + 1:
        text = f'{pad}{owner}.include_router(\n{pad}    {router}, prefix="{prefix}"\n{pad})\n'
    lines = source.splitlines(keepends=True)
    at = last.end_lineno or 0
    return "".join([*lines[:at], text, *lines[at:]])


def with_line_in_class(source: str, name: str, line: str, path: str) -> str:
    """`source` with the statement `line` at the end of the class `name`."""
    wanted = ast.dump(module_of(line))
    attribute = line.split(":", maxsplit=1)[0]
    for node in module_of(source).body:
        if not isinstance(node, ast.ClassDef) or node.name != name:
            continue
        for statement in node.body:
            if isinstance(statement, ast.AnnAssign) and ast.unparse(statement.target) == attribute:
                if ast.dump(ast.Module([statement], [])) == wanted:
                    return source
                raise _taken(path, name, attribute, statement.lineno)
        lines = source.splitlines(keepends=True)
        at = node.end_lineno or 0
        last = node.body[-1]
        near = isinstance(last, ast.AnnAssign) and "relationship(" in ast.unparse(last)
        body = _wrapped(line)
        return "".join([*lines[:at], "" if near else "\n", body, *lines[at:]])
    raise _unsure(path, f"it has no class `{name}` at its top level")


def _wrapped(line: str) -> str:
    text = f"    {line}"
    if len(text) <= _WIDTH:
        return f"{text}\n"
    match = re.fullmatch(r"(.*? = \w+)\((.*)\)", line)
    if match is None:
        return f"{text}\n"
    head, inner = match.groups()
    if len(inner) + 8 <= _WIDTH:
        return f"    {head}(\n        {inner}\n    )\n"
    parts = re.split(r", (?=\w+=)", inner)
    return f"    {head}(\n" + "".join(f"        {part},\n" for part in parts) + "    )\n"


def _replaced(source: str, node: ast.stmt, text: str, path: str) -> str:
    lines = source.splitlines(keepends=True)
    start, end = node.lineno - 1, node.end_lineno or 0
    if any("#" in line for line in lines[start:end]):
        raise _unsure(path, f"line {node.lineno} holds a comment that would be lost")
    pad = " " * node.col_offset
    return "".join([*lines[:start], f"{pad}{text}\n", *lines[end:]])


def _unsure(path: str, why: str) -> Refused:
    return Refused(
        Problem(
            code="edit-unsure",
            what=f"`{path}` can't be edited surely",
            why=why,
            mend="bring it into the form that scaffold makes, then call again",
            path=path,
        )
    )


def _taken(path: str, name: str, attribute: str, line: int) -> Refused:
    return Refused(
        Problem(
            code="name-taken",
            what=f"`{name}` has an attribute `{attribute}` already",
            why="the other end of a relation would replace it",
            mend="give the relation another `back`",
            path=path,
            line=line,
        )
    )
