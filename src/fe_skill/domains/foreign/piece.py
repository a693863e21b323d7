"""Source text together with the imports that its names need.

Lives here: Need, Piece, needs_of, import_lines.
Does not:   what the text says.
"""

import ast
import builtins
from collections.abc import Iterable
from dataclasses import dataclass, field

from fe_skill.syntax.module import SourceModule
from fe_skill.syntax.tree import module_of


@dataclass(frozen=True, order=True)
class Need:
    """A name that a text uses: what it means, dotted, and how it is written there."""

    dotted: str
    written: str


@dataclass(frozen=True)
class Piece:
    """Text that stands as it is, what it needs, and what only those who read its types do."""

    text: str = ""
    needs: frozenset[Need] = field(default=frozenset())
    typed: frozenset[Need] = field(default=frozenset())


def need(dotted: str) -> frozenset[Need]:
    """The need for one name, written as it ends."""
    return frozenset({Need(dotted, dotted.rpartition(".")[2])})


def piece(text: str, *dotted: str) -> Piece:
    """A text of ours with the names that it uses."""
    return Piece(text, frozenset().union(*map(need, dotted)) if dotted else frozenset())


def needs_of(module: SourceModule, *nodes: ast.AST | None) -> frozenset[Need]:
    """What the names below `nodes` mean in `module`, quoted annotations included."""
    found = set()
    for node in nodes:
        for each in ast.walk(node) if node is not None else ():
            names = [each.id] if isinstance(each, ast.Name) else _quoted(each)
            found |= {
                Need(module.names[name], name)
                for name in names
                if name in module.names and not hasattr(builtins, name)
            }
    return frozenset(found)


def _quoted(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
        return [node.value] if node.value[:1].isupper() else []
    return []


def piece_of(module: SourceModule, node: ast.AST) -> Piece:
    """A node's source and needs."""
    return Piece(module.segment(node), needs_of(module, node))


def import_lines(needs: Iterable[Need], package: str | None) -> list[str]:
    """The imports for `needs`; relative to `package` where that is given, for names inside it."""
    return [_import(each, package) for each in sorted(set(needs))]


def _import(each: Need, package: str | None) -> str:
    module, _, name = each.dotted.rpartition(".")
    alias = f" as {each.written}" if each.written != name else ""
    if not module:
        return f"import {name}{alias}"
    if package is not None:
        module = _relative(module, package)
    return f"from {module} import {name}{alias}"


def _relative(module: str, package: str) -> str:
    """`module` as files of `package` write it; unchanged where they share nothing."""
    target, here = module.split("."), package.split(".")
    shared = 0
    while shared < min(len(target), len(here)) and target[shared] == here[shared]:
        shared += 1
    if not shared:
        return module
    return "." * (len(here) - shared + 1) + ".".join(target[shared:])


def is_code(text: str) -> bool:
    """Whether `text` parses."""
    try:
        module_of(text)
    except SyntaxError:
        return False
    return True
