"""Rows that belong to others: which point to a table, and what becomes of them when it goes.

Lives here: Child, children_of, holding, with_cascade.
Does not:   what the database said (integrity.py).
"""

import ast
from dataclasses import dataclass

from fe_skill.faults.case import Case
from fe_skill.faults.fault import Edit, Evidence, Place
from fe_skill.faults.looking.source import last_name
from fe_skill.faults.mending import keyword
from fe_skill.project.model import Column, Model, Relationship


@dataclass(frozen=True, slots=True)
class Child:
    """A column that points to another table."""

    model: Model
    column: Column

    @property
    def place(self) -> Place:
        """Where the column is declared."""
        where = self.column.where
        return Place(where.path, where.line, f"{self.model.name}.{self.column.name}")


def children_of(case: Case, table: str) -> list[Child]:
    """The columns that point to a table and say nothing of the end of what they point to."""
    found = []
    for model in case.facts.models if case.facts else ():
        for column in model.columns:
            pointing = any(key.split(".")[-2:-1] == [table] for key in column.foreign_keys)
            module = case.module(column.where.path) if pointing else None
            if module and "ondelete" not in _statement(case, column.where.path, column.where.line):
                found.append(Child(model, column))
    return found


def holding(case: Case, child: Child) -> tuple[Model, Relationship] | None:
    """The collection in which the rows are held, where it lets go of them without deleting them."""
    tables = {key.split(".")[-2] for key in child.column.foreign_keys if "." in key}
    for parent in case.facts.models if case.facts else ():
        for one in parent.relationships if parent.table in tables else ():
            text = _statement(case, one.where.path, one.where.line)
            if one.target == child.model.name and not _deletes(text):
                return parent, one
    return None


def with_cascade(case: Case, relationship: Relationship) -> tuple[Edit, ...]:
    """The relationship whose rows go with what they belong to."""
    module = case.module(relationship.where.path)
    for call in module.nodes(ast.Call) if module else ():
        first = relationship.where.line
        if module and call.lineno >= first and last_name(call.func) == "relationship":
            return (keyword(module, call, "cascade", '"all, delete-orphan"'),)
    return ()


def declared(case: Case, parent: Model, relationship: Relationship) -> Evidence:
    """The relationship as a step of evidence."""
    where = relationship.where
    text = _statement(case, where.path, where.line).partition("\n")[0]
    return Evidence(f"`{parent.name}.{relationship.name}`", where.path, where.line, text)


def _deletes(text: str) -> bool:
    return "delete" in text.partition("cascade")[2] or "passive_deletes" in text


def _statement(case: Case, path: str, line: int) -> str:
    """The text of the statement that begins on a line."""
    module = case.module(path)
    for node in module.nodes(ast.AnnAssign, ast.Assign) if module else ():
        if module and node.lineno == line:
            return module.segment(node)
    return ""
