"""Text that a message quotes, found where the project writes it.

Lives here: Written, written, constant_of.
Does not:   URLs (urls.py), or what a project needs (manifests.py).
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from fe_skill.faults.case import Case
from fe_skill.faults.fault import Edit, Evidence, Place
from fe_skill.faults.looking.source import is_test
from fe_skill.faults.mending import replaced
from fe_skill.syntax.module import SourceModule


@dataclass(frozen=True, eq=False)
class Written:
    """A string in a file of the project."""

    module: SourceModule
    node: ast.Constant

    @property
    def value(self) -> str:
        """The string."""
        return str(self.node.value)

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.module.path, self.node.lineno, self.value[:60])

    def evidence(self, note: str) -> Evidence:
        """Its line as a step of evidence."""
        line = self.node.lineno
        return Evidence(note, self.module.path, line, self.module.line(line).strip())

    def becomes(self, text: str) -> tuple[Edit, ...]:
        """The file with another string in its place."""
        quote = "'" if self.module.segment(self.node).startswith("'") else '"'
        return (replaced(self.module, self.node, f"{quote}{text}{quote}"),)


def written(case: Case, text: str) -> list[Written]:
    """The strings of the project that are this one, those of tests last."""
    if case.program is None or not text:
        return []
    found = [
        Written(module, node)
        for module in case.program.mentioning(text.encode())
        for node in module.nodes(ast.Constant)
        if node.value == text
    ]
    return sorted(found, key=lambda one: is_test(one.module.path))


def constant_of(case: Case, module: SourceModule, node: ast.expr) -> Written | None:
    """The string that an expression stands for: itself, or what the name it is was given."""
    if isinstance(node, ast.Constant):
        return Written(module, node) if isinstance(node.value, str) else None
    dotted = module.dotted(node)
    if dotted is None or case.program is None:
        return None
    home, _, name = dotted.rpartition(".")
    for other in _homes(case, module, home):
        for statement in other.tree.body:
            value = _given(statement, name)
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                return Written(other, value)
    return None


def _homes(case: Case, module: SourceModule, name: str) -> Iterator[SourceModule]:
    if name in ("", module.name):
        yield module
    for path in case.facts.paths if case.facts and name else ():
        if case.facts and case.facts.module_name(path) == name and (one := case.module(path)):
            yield one


def _given(statement: ast.stmt, name: str) -> ast.expr | None:
    """What a statement gives a name."""
    if isinstance(statement, ast.AnnAssign):
        named = isinstance(statement.target, ast.Name) and statement.target.id == name
        return statement.value if named else None
    if isinstance(statement, ast.Assign):
        names = [one.id for one in statement.targets if isinstance(one, ast.Name)]
        return statement.value if name in names else None
    return None
