"""The columns that a new class has without being asked for: its own moments, and its bases'.

Lives here: extras_of, inherited_of, statement_of, class_at.
Does not:   keys and bases (survey_models.py), or the types of columns (column_types.py).
"""

import ast
import re
from collections.abc import Mapping

from fe_skill.domains.foreign.column_types import (
    Told,
    annotation_map,
    migration_column,
    python_of,
    server_default,
)
from fe_skill.domains.foreign.idiom import Extra, Inherited
from fe_skill.domains.foreign.piece import piece_of
from fe_skill.domains.foreign.refusals import unfit
from fe_skill.project.model import Column, Model
from fe_skill.project.program import Program
from fe_skill.syntax.module import FUNCTIONS, SourceModule

_MOMENT = re.compile(r"(?:created?|updated?|modified)_?(?:at|on|time|date)")


def statement_of(module: SourceModule, name: str, line: int) -> ast.stmt | None:
    """The statement that declares a column, also where a function of the class returns it."""
    nodes: list[ast.AnnAssign | ast.Assign] = [*module.nodes(ast.AnnAssign)]
    for node in [*nodes, *module.nodes(ast.Assign)]:
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
        if isinstance(target, ast.Name) and target.id == name and node.lineno == line:
            return node
    for function in module.nodes(*FUNCTIONS):
        if isinstance(function, FUNCTIONS) and function.name == name:
            first = min([function.lineno, *(d.lineno for d in function.decorator_list)])
            if first <= line <= function.lineno:
                return next(iter(module.inside(function, ast.Return)), None)
    return None


def extras_of(
    node: ast.ClassDef, module: SourceModule, style: str, told: Mapping[str, Told]
) -> tuple[Extra, ...]:
    """The class's own columns for moments, where it has any."""
    found = []
    for statement in node.body:
        target = (
            statement.target
            if isinstance(statement, ast.AnnAssign)
            else statement.targets[0]
            if isinstance(statement, ast.Assign)
            else None
        )
        if not isinstance(target, ast.Name) or not _MOMENT.fullmatch(target.id):
            continue
        column = migration_column(module, statement, told)
        python, nullable = python_of(module, statement, style)
        if column is not None and python is not None:
            filled = server_default(module, statement, told)
            text = piece_of(module, statement)
            found.append(Extra(target.id, text, column, python, nullable, filled))
    return tuple(found)


def inherited_of(program: Program, model: Model, left_out: frozenset[str]) -> tuple[Inherited, ...]:
    """The columns that a class on the bases of `model` has from them, but for its key.

    Raises:
        Refused: `base-unfit`, where such a column needs a value that nobody gives.
    """
    found = []
    told = annotation_map(program)
    for column in model.columns:
        home = program.module(column.where.path)
        if column.primary_key or home is None or _is_own(model, column):
            continue
        owner = class_at(home, column.where.line)
        if owner is None or owner.name in left_out:
            continue
        found.append(_inherited(model, column, home, told))
    return tuple(found)


def _is_own(model: Model, column: Column) -> bool:
    return (
        column.where.path == model.where.path
        and model.where.line <= column.where.line <= model.end_line
    )


def class_at(module: SourceModule, line: int) -> ast.ClassDef | None:
    """The innermost class around a line."""
    classes = [
        node
        for node in module.nodes(ast.ClassDef)
        if isinstance(node, ast.ClassDef) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    return max(classes, key=lambda node: node.lineno, default=None)


def _inherited(
    model: Model, column: Column, home: SourceModule, told: Mapping[str, Told]
) -> Inherited:
    statement = statement_of(home, column.name, column.where.line)
    kind = None if statement is None else migration_column(home, statement, told)
    filled = None if statement is None else server_default(home, statement, told)
    if kind is None or not (column.nullable or column.default or filled):
        raise unfit(
            "base-unfit",
            f"`{column.name}`, which models have from a base, can't be filled surely",
            "new tables would need it too, and its type or default isn't told where it stands",
            f"choose another `base` than that of `{model.name}`, or write the model by hand",
            column.where.path,
        )
    return Inherited(
        name=column.name,
        migration=kind,
        nullable=bool(column.nullable),
        filled=filled,
        unique=column.unique,
        index=column.index,
        foreign=column.foreign_keys[0] if column.foreign_keys else None,
    )
