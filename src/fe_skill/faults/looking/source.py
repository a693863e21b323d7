"""Looks at the source for a name, a line or a call; each find knows its place.

Lives here: Line, lines_with, class_named, attribute_of, calls_at, functions_at.
Does not:   routes (routes.py), calls across files (calls.py).
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from fe_skill.faults.case import Case, Spot, function_around
from fe_skill.faults.fault import Evidence, Place
from fe_skill.syntax.module import Function, SourceModule


@dataclass(frozen=True, eq=False)
class Line:
    """A line of a file of the project."""

    module: SourceModule
    number: int
    found: re.Match[str]

    @property
    def text(self) -> str:
        """The line itself."""
        return self.module.line(self.number).strip()

    def place(self, symbol: str = "") -> Place:
        """Where it is."""
        return Place(self.module.path, self.number, symbol)

    def evidence(self, note: str) -> Evidence:
        """The line as a step of evidence."""
        return Evidence(note, self.module.path, self.number, self.text)


def is_test(path: str) -> bool:
    """Whether a file belongs to the tests."""
    parts = path.split("/")
    return "tests" in parts or "test" in parts or parts[-1].startswith(("test_", "conftest"))


def lines_with(case: Case, pattern: str, *words: str) -> list[Line]:
    """The lines of the project's files in which the pattern is found, those of tests last.

    A file is only looked at where one of `words` stands in it.
    """
    if case.program is None:
        return []
    looked_for = re.compile(pattern, re.MULTILINE)
    found: list[Line] = []
    for module in case.program.mentioning(*(word.encode() for word in words)):
        if not looked_for.search(module.text):
            continue
        for number, text in enumerate(module.text.split("\n"), 1):
            if match := looked_for.search(text):
                found.append(Line(module, number, match))
    return sorted(found, key=lambda line: is_test(line.module.path))


def class_named(case: Case, name: str) -> tuple[SourceModule, ast.ClassDef] | None:
    """A class of the project by its name."""
    if case.program is None or not name.isidentifier():
        return None
    for module in case.program.mentioning(f"class {name}".encode()):
        for node in module.nodes(ast.ClassDef):
            if node.name == name:
                return module, node
    return None


def attribute_of(
    case: Case, owner: str, name: str
) -> tuple[SourceModule, ast.AnnAssign | ast.Assign] | None:
    """Where a class, or one that it is made of, gives an attribute."""
    pending, seen = [owner], set[str]()
    while pending and len(seen) < 20:  # noqa: PLR2004 -- longer lines of descent are cycles
        at = pending.pop(0)
        found = None if at in seen else class_named(case, at)
        seen.add(at)
        if found is None:
            continue
        module, node = found
        for statement in node.body:
            if isinstance(statement, ast.AnnAssign) and _is(statement.target, name):
                return module, statement
            if isinstance(statement, ast.Assign) and any(_is(t, name) for t in statement.targets):
                return module, statement
        pending += [module.segment(base).rpartition(".")[2].split("[")[0] for base in node.bases]
    return None


def calls_at(case: Case, spot: Spot | None, *names: str) -> Iterator[tuple[SourceModule, ast.Call]]:
    """The calls of these last names in the statement at a spot, the outermost first."""
    statement = case.statement_at(spot)
    module = case.module(spot.path) if spot else None
    if statement is None or module is None:
        return
    for node in ast.walk(statement):
        if isinstance(node, ast.Call) and (not names or last_name(node.func) in names):
            yield module, node


def function_of(case: Case, spot: Spot | None) -> tuple[SourceModule, Function] | None:
    """The function around a spot, with its file."""
    module = case.module(spot.path) if spot else None
    node = function_around(module, spot.line) if module and spot else None
    return (module, node) if module is not None and node is not None else None


def last_name(node: ast.AST) -> str:
    """The last part of a name: `b` of `a.b`."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def assigned_in(module: SourceModule, function: Function, name: str) -> list[ast.Assign]:
    """The assignments to a variable in a function, in their order."""
    return [
        node
        for node in module.inside(function, ast.Assign)
        if any(isinstance(one, ast.Name) and one.id == name for one in node.targets)
    ]


def shown(module: SourceModule, node: ast.AST, note: str) -> Evidence:
    """A node's first line as a step of evidence."""
    line = node.lineno  # type: ignore[attr-defined]
    return Evidence(note, module.path, line, module.line(line).strip())


def placed(module: SourceModule, node: ast.AST, symbol: str = "") -> Place:
    """A node's first line as a place."""
    return Place(module.path, node.lineno, symbol)  # type: ignore[attr-defined]


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
