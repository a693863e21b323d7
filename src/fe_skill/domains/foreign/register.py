"""Edits to files that are there: a like of each line that names the neighbour, beside it.

Lives here: with_include_like, with_import_like, with_names_in_all, with_new_import.
Does not:   which files need them (registration.py).

Every other byte stays, and twice is as once.
"""

import ast
import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import replace

from fe_skill.domains.foreign.finish import Format, finished
from fe_skill.domains.foreign.refusals import unfit
from fe_skill.domains.foreign.words import Twin
from fe_skill.problem import Refused
from fe_skill.syntax.tree import module_of


def statement_at(tree: ast.Module, line: int) -> ast.stmt | None:
    """The innermost statement that covers `line`."""
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return min(
        found, key=lambda n: ((n.end_lineno or n.lineno) - n.lineno, -n.col_offset), default=None
    )


def with_include_like(
    source: str, kin: ast.stmt, twin: Callable[[str], str], path: str, style: Format
) -> str:
    """`source` with a like of the statement `kin`, after the last include of its kind there."""
    body, statement = _placed(module_of(source), kin, path)
    lines = source.splitlines(keepends=True)
    text = _lines_of(lines, statement)
    new = twin(text)
    if new == text:
        raise unsure(path, "its include names nothing of the neighbour")
    receiver = _receiver(statement)
    if max(map(len, new.splitlines())) > style.width:
        new = _wrapped(new, style)
    like = [each for each in body if receiver is not None and _receiver(each) == receiver]
    if any(_same(each, new) for each in like):
        return source
    last = max([statement, *like], key=lambda each: each.lineno)
    at = last.end_lineno or last.lineno
    gap = "\n" if _apart(lines, like) else ""
    return "".join([*lines[:at], _ended(lines, at), gap, new, *lines[at:]])


def _wrapped(text: str, style: Format) -> str:
    """A statement of ours that is too long for one line, as the project formats such."""
    pad = text[: len(text) - len(text.lstrip())]
    narrow = replace(style, width=style.width - len(pad))
    return textwrap.indent(finished({"x.py": textwrap.dedent(text)}, narrow)["x.py"], pad)


def _placed(tree: ast.Module, kin: ast.stmt, path: str) -> tuple[list[ast.stmt], ast.stmt]:
    """The statement that says what `kin` says, and the body it stands in."""
    wanted = ast.dump(kin)
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            for each in body if isinstance(body, list) else ():
                if ast.dump(each) == wanted:
                    return body, each  # type: ignore[return-value]  # a list of statements
    raise unsure(path, "the neighbour's include isn't a statement of its own")


def _ended(lines: list[str], at: int) -> str:
    """A line end, where the line before has none."""
    return "" if not at or lines[at - 1].endswith("\n") else "\n"


def _apart(lines: list[str], statements: list[ast.stmt]) -> bool:
    """Whether an empty line stands between the statements."""
    ordered = sorted(statements, key=lambda each: each.lineno)
    return len(ordered) > 1 and all(not lines[after.lineno - 2].strip() for after in ordered[1:])


def _receiver(statement: ast.stmt) -> str | None:
    """What a statement's `include_router` is called on."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "include_router"
    ):
        return ast.unparse(call.func.value)
    return None


def _same(statement: ast.stmt, text: str) -> bool:
    try:
        other = module_of("if True:\n" + re.sub("^", " ", text, flags=re.MULTILINE)).body[0]
    except SyntaxError:
        return False
    inner = other.body[0] if isinstance(other, ast.If) else other
    return ast.dump(statement) == ast.dump(inner)


def _lines_of(lines: list[str], statement: ast.stmt) -> str:
    text = "".join(lines[statement.lineno - 1 : statement.end_lineno])
    return text if text.endswith("\n") else f"{text}\n"


def names_renamed(kin: ast.stmt, twin: Twin) -> tuple[str, ...]:
    """The names in a statement that change from one entity to the other."""
    found = [n.id for n in ast.walk(kin) if isinstance(n, ast.Name)]
    return tuple(dict.fromkeys(name for name in found if twin(name) != name))


def with_import_like(
    source: str,
    name: str,
    twin: Twin,
    path: str,
    *,
    width: int,
    only: Iterable[str] | None = None,
) -> str:
    """`source` with a like of the import that binds `name`.

    `only` are the new names that there are to import; None means that the like of `name` is.
    """
    tree = module_of(source)
    for body in _bodies(tree):
        for node in body:
            if isinstance(node, ast.ImportFrom | ast.Import) and name in _bound(node):
                wanted = [twin(name)] if only is None else list(only)
                return _with_like(source, body, node, wanted, twin, width=width)
    raise unsure(path, f"no import of `{name}` stands at its top")


def _bodies(tree: ast.Module) -> Iterable[list[ast.stmt]]:
    yield tree.body
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.If | ast.Try):
            yield node.body


def _bound(node: ast.ImportFrom | ast.Import) -> set[str]:
    if isinstance(node, ast.Import):
        return {a.asname or a.name for a in node.names} | {
            a.name.partition(".")[0] for a in node.names
        }
    return {a.asname or a.name for a in node.names}


def _with_like(
    source: str,
    body: list[ast.stmt],
    node: ast.ImportFrom | ast.Import,
    wanted: list[str],
    twin: Twin,
    *,
    width: int,
) -> str:
    if any(set(wanted) <= _bound(each) for each in body if isinstance(each, type(node))):
        return source
    lines = source.splitlines(keepends=True)
    if isinstance(node, ast.Import):
        text = twin(_lines_of(lines, node))
        return _inserted(lines, body, node, text)
    module = "." * node.level + (node.module or "")
    aliases = {twin(a.asname or a.name): twin(_alias(a)) for a in node.names}
    parts = [aliases.get(each, each) for each in wanted]
    if twin(module) == module:
        return _with_names(source, node, parts)
    pad = " " * node.col_offset
    tail = _comment(lines, node)
    text = f"{pad}from {twin(module)} import {', '.join(parts)}{tail}\n"
    if len(text) > width + 1:
        inner = "".join(f"{pad}    {part},\n" for part in parts)
        text = f"{pad}from {twin(module)} import (\n{inner}{pad}){tail}\n"
    return _inserted(lines, body, node, text)


def _alias(alias: ast.alias) -> str:
    return f"{alias.name} as {alias.asname}" if alias.asname else alias.name


def _comment(lines: list[str], node: ast.stmt) -> str:
    """The comment behind an import, as `# noqa` is."""
    last = lines[(node.end_lineno or node.lineno) - 1]
    found = re.search(r"(\s+#[^\n]*)$", last.rstrip("\n"))
    return found[1] if found else ""


def _inserted(lines: list[str], body: list[ast.stmt], node: ast.stmt, text: str) -> str:
    """The import in its place: by name among its neighbours where they are in order."""
    block = _block(lines, body, node)
    ordered = [_rank(_lines_of(lines, each)) for each in block]
    at = node.end_lineno or node.lineno
    if ordered == sorted(ordered):
        rank = _rank(text)
        before = [each for each, known in zip(block, ordered, strict=True) if known < rank]
        at = (before[-1].end_lineno or at) if before else block[0].lineno - 1
    return "".join([*lines[:at], _ended(lines, at), text, *lines[at:]])


def _block(lines: list[str], body: list[ast.stmt], node: ast.stmt) -> list[ast.stmt]:
    """The imports of one kind around `node` with no empty line between them."""
    block: list[ast.stmt] = []
    for each in body:
        if not isinstance(each, type(node)):
            if node in block:
                break
            block = []
            continue
        if block and not lines[each.lineno - 2].strip():
            if node in block:
                break
            block = []
        block.append(each)
    return block


def _rank(text: str) -> tuple[int, str]:
    """Where an import stands among others: absolute ones by name, then relative ones."""
    found = re.match(r"\s*(?:from|import)\s+(\.*)([\w.]*)", text)
    dots, module = found.groups() if found else ("", text)
    return -len(dots) if dots else -100, module.lower()


def _with_names(source: str, node: ast.ImportFrom, parts: list[str]) -> str:
    """`source` with more names in one import: in order, where they are."""
    for part in parts:
        source, node = _with_name(source, node, part)
    return source


def _with_name(source: str, node: ast.ImportFrom, part: str) -> tuple[str, ast.ImportFrom]:
    lines = source.splitlines(keepends=True)
    names = [_alias(alias) for alias in node.names]
    if part in names:
        return source, node
    ordered = names == sorted(names, key=_member)
    after = [a for a in node.names if _member(_alias(a)) < _member(part)] if ordered else node.names
    spread = all(
        a.lineno != b.lineno for a, b in zip(node.names, node.names[1:], strict=False)
    ) and (node.end_lineno != node.lineno)
    if spread:
        at = after[-1].lineno if after else node.names[0].lineno - 1
        pad = re.match(r"\s*", lines[node.names[0].lineno - 1])
        if after and not lines[at - 1].rstrip().endswith(","):
            lines[at - 1] = lines[at - 1].rstrip("\n") + ",\n"
        text = f"{pad[0] if pad else ''}{part},\n"
        new = "".join([*lines[:at], text, *lines[at:]])
    else:
        anchor = after[-1] if after else node.names[0]
        row = lines[anchor.lineno - 1].encode()
        column = (anchor.end_col_offset if after else anchor.col_offset) or 0
        text = f", {part}" if after else f"{part}, "
        lines[anchor.lineno - 1] = (row[:column] + text.encode() + row[column:]).decode()
        new = "".join(lines)
    return new, _again(new, node)


def _member(text: str) -> tuple[int, str]:
    name = text.partition(" ")[0]
    rank = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return rank, name.lower()


def _again(source: str, node: ast.ImportFrom) -> ast.ImportFrom:
    for each in ast.walk(module_of(source)):
        if isinstance(each, ast.ImportFrom) and each.lineno == node.lineno:
            return each
    return node


def with_names_in_all(source: str, names: Iterable[str]) -> str:
    """`source` with `names` in its `__all__`, where it has one."""
    for name in names:
        for node in module_of(source).body:
            if (
                isinstance(node, ast.Assign)
                and ast.unparse(node.targets[0]) == "__all__"
                and isinstance(node.value, ast.List | ast.Tuple)
                and node.value.elts
            ):
                source = _with_element(source, node.value, name)
    return source


def _with_element(source: str, node: ast.List | ast.Tuple, name: str) -> str:
    known = [str(e.value) for e in node.elts if isinstance(e, ast.Constant)]
    if name in known:
        return source
    lines = source.splitlines(keepends=True)
    ordered = known == sorted(known)
    before = (
        [e for e, v in zip(node.elts, known, strict=False) if v < name] if ordered else node.elts
    )
    anchor = before[-1] if before else node.elts[0]
    row = lines[anchor.lineno - 1].encode()
    quote = row[anchor.col_offset : anchor.col_offset + 1].decode()
    written = f"{quote}{name}{quote}"
    if node.end_lineno != node.lineno != anchor.lineno:
        pad = row[: len(row) - len(row.lstrip())].decode()
        at = anchor.lineno if before else anchor.lineno - 1
        if before and not lines[at - 1].split("#")[0].rstrip().endswith(","):
            end = anchor.end_col_offset or 0
            lines[at - 1] = (row[:end] + b"," + row[end:]).decode()
        return "".join([*lines[:at], f"{pad}{written},\n", *lines[at:]])
    column = (anchor.end_col_offset if before else anchor.col_offset) or 0
    text = f", {written}" if before else f"{written}, "
    lines[anchor.lineno - 1] = (row[:column] + text.encode() + row[column:]).decode()
    return "".join(lines)


def unsure(path: str, why: str) -> Refused:
    """No edit of a file is safe."""
    return unfit(
        "edit-unsure",
        f"`{path}` can't be edited surely",
        why,
        "add the new lines to it by hand: call with `dry_run` to see the rest",
        path,
    )


def with_new_import(source: str, text: str) -> str:
    """`source` with the import `text` in its place among those of the same top package."""
    body = module_of(source).body
    lines = source.splitlines(keepends=True)
    if f"{text}\n" in lines:
        return source
    top = text.split()[1].partition(".")[0]
    imports = [node for node in body if isinstance(node, ast.ImportFrom)]
    own = [node for node in imports if (node.module or "").partition(".")[0] == top]
    if not imports:
        return "".join([f"{text}\n\n", *lines])
    return _inserted(lines, body, (own or imports)[-1], f"{text}\n")
