"""Columns that a project's classes declare, as its migrations would write them.

Lives here: Told, migration_column, annotation_map, server_default, python_of.
Does not:   columns of fields that were asked for (fields.py).
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fe_skill.domains.foreign.piece import Need, Piece, piece_of
from fe_skill.project.program import Program
from fe_skill.syntax.module import SourceModule

_PYTHON = {
    "int": "sa.Integer()",
    "str": "sa.String()",
    "bool": "sa.Boolean()",
    "float": "sa.Float()",
    "datetime.datetime": "sa.DateTime()",
    "datetime.date": "sa.Date()",
    "uuid.UUID": "sa.Uuid()",
}
_MOMENTS = frozenset(("DateTime", "TIMESTAMP", "Date"))
_NO_TYPES = frozenset(("ForeignKey", "Identity", "Sequence", "Computed", "CheckConstraint"))
_CALLS = frozenset(("mapped_column", "Column", "Field"))
_FIRST = {"String": "length", "Unicode": "length", "VARCHAR": "length"}


@dataclass(frozen=True)
class Told:
    """The column that an annotation alone stands for: its type, and what the database fills in."""

    kind: str
    filled: str | None = None


def annotation_map(program: Program) -> dict[str, Told]:
    """The columns that annotations stand for: by the base's map, or by `Annotated` under a name."""
    found: dict[str, Told] = {}
    for module in program.mentioning(b"type_annotation_map"):
        for node in module.nodes(ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                python = None if key is None else module.dotted(key) or ast.unparse(key)
                kind = _kind(module, value)
                if python is not None and kind is not None:
                    found[python] = Told(kind)
    for module in program.mentioning(b"mapped_column"):
        for statement in module.tree.body:
            name = statement.targets[0] if isinstance(statement, ast.Assign) else None
            if isinstance(statement, ast.Assign) and isinstance(name, ast.Name):
                column = _of_alias(module, statement.value, found)
                found |= {} if column is None else {f"{module.name}.{name.id}": column}
    return found


def _of_alias(module: SourceModule, value: ast.expr, known: Mapping[str, Told]) -> Told | None:
    """The column that `Annotated[type, mapped_column(...)]` says."""
    if not isinstance(value, ast.Subscript) or not isinstance(value.slice, ast.Tuple):
        return None
    kind, *rest = value.slice.elts
    call = next((e for e in rest if isinstance(e, ast.Call) and _name(e.func) in _CALLS), None)
    if call is None or _name(value.value) != "Annotated":
        return None
    python = (module.dotted(kind) or ast.unparse(kind)).removeprefix("builtins.")
    plain = known[python].kind if python in known else _PYTHON.get(python)
    told = _explicit(module, call) or plain
    return None if told is None else Told(told, server_default(module, call))


NOTHING: Mapping[str, Told] = MappingProxyType({})


def migration_column(
    module: SourceModule, statement: ast.stmt, told: Mapping[str, Told] = NOTHING
) -> str | None:
    """The type of the column that `statement` declares, as `sa.DateTime(timezone=True)`.

    `told` are the types that annotations alone stand for, where not SQLAlchemy's own.
    """
    call = _call(statement)
    explicit = None if call is None else _explicit(module, call)
    if explicit is not None:
        return explicit
    annotation = statement.annotation if isinstance(statement, ast.AnnAssign) else None
    for node in ast.walk(annotation) if annotation is not None else ():
        if isinstance(node, ast.Name | ast.Attribute):
            dotted = (module.dotted(node) or "").removeprefix("builtins.")
            if dotted in told or dotted in _PYTHON:
                return told[dotted].kind if dotted in told else _PYTHON[dotted]
    return None


def _call(statement: ast.stmt) -> ast.Call | None:
    value = getattr(statement, "value", None)
    if isinstance(value, ast.Call) and _name(value.func) in _CALLS:
        for keyword in value.keywords:
            if keyword.arg == "sa_column" and isinstance(keyword.value, ast.Call):
                return keyword.value
        return value
    return None


def _explicit(module: SourceModule, call: ast.Call) -> str | None:
    types = [k.value for k in call.keywords if k.arg in {"type_", "sa_type"}]
    kinds = (_kind(module, node) for node in [*call.args, *types])
    return next((kind for kind in kinds if kind is not None), None)


def _kind(module: SourceModule, node: ast.expr) -> str | None:
    """A type of SQLAlchemy's, with its arguments."""
    inner = node.func if isinstance(node, ast.Call) else node
    dotted = module.dotted(inner) or ""
    name = dotted.rpartition(".")[2]
    if not dotted.startswith("sqlalchemy") or name in _NO_TYPES:
        return None
    package = "postgresql" if ".dialects.postgresql" in dotted else "sa"
    return f"{package}.{name}({_arguments(module, node, name)})"


def _arguments(module: SourceModule, node: ast.expr, name: str) -> str:
    if not isinstance(node, ast.Call):
        return ""
    first = _FIRST.get(name)
    parts = [
        f"{first}={module.segment(arg)}" if first and at == 0 else module.segment(arg)
        for at, arg in enumerate(node.args)
    ]
    return ", ".join([*parts, *(module.segment(keyword) for keyword in node.keywords)])


def server_default(
    module: SourceModule, statement: ast.AST, told: Mapping[str, Told] = NOTHING
) -> str | None:
    """By what the database fills the column that `statement` declares, as migrations write it."""
    for node in ast.walk(statement):
        if isinstance(node, ast.keyword) and node.arg == "server_default":
            return _filled(module, node.value)
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "server_default":
                    return _filled(module, value)
        named = module.dotted(node) if isinstance(node, ast.Name | ast.Attribute) else None
        if named is not None and named in told and told[named].filled is not None:
            return told[named].filled
    return None


def _filled(module: SourceModule, value: ast.expr) -> str | None:
    """A default of SQLAlchemy's own names; None where it can't be told."""
    if isinstance(value, ast.Constant):
        return None if value.value is None else ast.unparse(value)
    if not isinstance(value, ast.Call):
        return None
    called = (module.dotted(value.func) or "").rpartition(".")
    if called[2] == "text" and value.args:
        return f"sa.text({module.segment(value.args[0])})"
    if called[0] in {"sqlalchemy.func", "sqlalchemy.sql.func"} and not value.args:
        return f"sa.func.{called[2]}()"
    if called[2] in {"true", "false"}:
        return f"sa.{called[2]}()"
    return None


def python_of(module: SourceModule, statement: ast.stmt, style: str) -> tuple[Piece | None, bool]:
    """The type of a moment's value, and whether it may be missing."""
    if style == "legacy":
        call = _call(statement)
        text = "" if call is None else ast.unparse(call)
        if not any(word in text for word in _MOMENTS):
            return None, False
        known = {d: w for w, d in module.names.items()}.get("datetime.datetime")
        written = known or "datetime"
        nullable = "nullable=False" not in text and "default" not in text
        return Piece(written, frozenset({Need("datetime.datetime", written)})), nullable
    annotation = statement.annotation if isinstance(statement, ast.AnnAssign) else None
    for node in ast.walk(annotation) if annotation is not None else ():
        if isinstance(node, ast.Name | ast.Attribute) and (module.dotted(node) or "").startswith(
            "datetime."
        ):
            text = ast.unparse(annotation) if annotation is not None else ""
            loose = "None" in text or "Optional" in text or _nullable_column(statement)
            return piece_of(module, node), loose
    return None, False


def _nullable_column(statement: ast.stmt) -> bool:
    """Whether a column that is given as it is may be empty, as SQLAlchemy's may by default."""
    outer, inner = getattr(statement, "value", None), _call(statement)
    if inner is None or inner is outer:
        return False
    return "nullable=False" not in ast.unparse(inner)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
