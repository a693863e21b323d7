"""Columns of a model of ours read back as fields.

Lives here: Model, model_of, column_fields.
Does not:   relations between entities, or a whole domain (read_back.py).
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from fe_skill.domains.bounds import member_of
from fe_skill.domains.judge import camel
from fe_skill.domains.kinds import LENGTHS
from fe_skill.domains.samples import samples_of
from fe_skill.domains.spec import Field, OnDelete
from fe_skill.syntax.tree import module_of

_RULES: Mapping[str, OnDelete] = {
    "CASCADE": "cascade",
    "RESTRICT": "restrict",
    "SET NULL": "set-null",
}
_PLAIN = {
    "int": "int",
    "float": "float",
    "bool": "bool",
    "date": "date",
    "datetime": "datetime",
    "time": "time",
    "UUID": "uuid",
    "dict[str, Any]": "json",
    "bytes": "bytes",
}
_BY_PATTERN = {"SLUG": "slug", "WEB_ADDRESS": "url"}


@dataclass(frozen=True)
class Column:
    """A column that is no key: its Python type, its database type and its options."""

    python: str
    kind: ast.expr | None
    nullable: bool
    options: Mapping[str, ast.expr]


@dataclass(frozen=True)
class ForeignKey:
    """A column that points to another table."""

    table: str
    on_delete: OnDelete
    nullable: bool
    unique: bool


@dataclass(frozen=True)
class End:
    """One end of a relation; the options that are plain text."""

    target: str
    options: Mapping[str, str]


@dataclass(frozen=True)
class Model:
    """A mapped class. `keys` are named as their relationships are."""

    name: str
    table: str
    doc: str
    bases: frozenset[str]
    columns: Mapping[str, Column]
    keys: Mapping[str, ForeignKey]
    relationships: Mapping[str, End]
    checks: Mapping[str, str]
    unique: frozenset[str]
    imports: Mapping[str, str]
    lines: Mapping[str, int]


def model_of(source: str) -> Model | None:
    """The mapped class of a module; None where there is none of ours."""
    tree = module_of(source)
    for node in tree.body:
        table = _table(node) if isinstance(node, ast.ClassDef) else None
        if table is not None and isinstance(node, ast.ClassDef):
            return _model(node, table, tree)
    return None


def _table(node: ast.ClassDef) -> str | None:
    for line in node.body:
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "__tablename__":
            return str(ast.literal_eval(line.value))
    return None


def _model(node: ast.ClassDef, table: str, tree: ast.Module) -> Model:
    columns: dict[str, Column] = {}
    keys: dict[str, ForeignKey] = {}
    relationships: dict[str, End] = {}
    lines = {node.name: node.lineno}
    checks, unique = _arguments(node)
    for line in node.body:
        if not isinstance(line, ast.AnnAssign) or not isinstance(line.target, ast.Name):
            continue
        name = line.target.id
        lines[f"{node.name}.{name.removesuffix('_id')}"] = line.lineno
        lines[f"{node.name}.{name}"] = line.lineno
        inner = _mapped(line.annotation)
        call = line.value if isinstance(line.value, ast.Call) else None
        if call is not None and ast.unparse(call.func) == "relationship":
            relationships[name] = _end(inner, call)
        elif call is not None and (foreign := _foreign(call)) is not None:
            single = name in unique or _is_true(call, "unique")
            nullable = inner.endswith(" | None")
            keys[name.removesuffix("_id")] = replace(foreign, nullable=nullable, unique=single)
        elif inner:
            columns[name] = _column(inner, call)
    return Model(
        name=node.name,
        table=table,
        doc=ast.get_docstring(node) or "",
        bases=frozenset(ast.unparse(base) for base in node.bases),
        columns=columns,
        keys=keys,
        relationships=relationships,
        checks=checks,
        unique=unique,
        imports=_imports(tree),
        lines=lines,
    )


def _imports(tree: ast.Module) -> dict[str, str]:
    found = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {alias.name: node.module or "" for node in found for alias in node.names}


def _arguments(node: ast.ClassDef) -> tuple[dict[str, str], frozenset[str]]:
    """The expressions of the checks by name, and the columns that are unique by such a line."""
    checks: dict[str, str] = {}
    unique: set[str] = set()
    calls = (call for call in ast.walk(node) if isinstance(call, ast.Call))
    for call in calls:
        texts = [a.value for a in call.args if isinstance(a, ast.Constant)]
        match ast.unparse(call.func):
            case "CheckConstraint":
                checks[_text(call, "name")] = str(texts[0])
            case "UniqueConstraint":
                unique.add(str(texts[-1]))
            case "Index" if _is_true(call, "unique"):
                unique.add(str(texts[-1]))
            case _:
                pass
    return checks, frozenset(unique)


def _text(call: ast.Call, option: str) -> str:
    values = [k.value for k in call.keywords if k.arg == option]
    return str(values[0].value) if values and isinstance(values[0], ast.Constant) else ""


def _is_true(call: ast.Call, option: str) -> bool:
    return _text(call, option) == "True"


def _mapped(annotation: ast.expr) -> str:
    """What stands in `Mapped[...]`."""
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) == "Mapped":
        inner = annotation.slice
        return str(inner.value) if isinstance(inner, ast.Constant) else ast.unparse(inner)
    return ""


def _end(inner: str, call: ast.Call) -> End:
    target = re.search(r"\w+(?=\W*( \| None)?\W*$)", inner.removesuffix(" | None"))
    options = {
        option.arg: option.value.value
        for option in call.keywords
        if option.arg
        and isinstance(option.value, ast.Constant)
        and isinstance(option.value.value, str)
    }
    return End(target[0] if target else "", options)


def _foreign(call: ast.Call) -> ForeignKey | None:
    for argument in call.args:
        if isinstance(argument, ast.Call) and ast.unparse(argument.func) == "ForeignKey":
            table = str(ast.literal_eval(argument.args[0])).partition(".")[0]
            rule = _RULES.get(_text(argument, "ondelete"), "restrict")
            return ForeignKey(table, rule, nullable=False, unique=False)
    return None


def _column(inner: str, call: ast.Call | None) -> Column:
    options = {k.arg: k.value for k in call.keywords if k.arg} if call else {}
    kind = call.args[0] if call and call.args else None
    return Column(inner.removesuffix(" | None"), kind, inner.endswith(" | None"), options)


def column_fields(model: Model, schema: str) -> Iterator[Field]:
    """The fields of the entity `model`, as its schemas complete them."""
    tree = module_of(schema)
    aliases = {
        ast.unparse(node.targets[0]): node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
    }
    given, shown = _annotations(tree, f"{model.name}In"), _annotations(tree, f"{model.name}Out")
    examples = _examples(tree, f"{model.name}In")
    for name, column in model.columns.items():
        annotation = given.get(name, shown.get(name))
        if annotation is None or name == "deleted_at":
            continue
        expression = aliases.get(model.name + camel(name), annotation)
        field = _field(name, column, expression, model)
        field = replace(field, read_only=name not in given)
        yield _with_example(field, examples.get(name))


def _annotations(tree: ast.Module, name: str) -> dict[str, ast.expr]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            lines = (line for line in node.body if isinstance(line, ast.AnnAssign))
            return {ast.unparse(line.target): line.annotation for line in lines}
    return {}


def _examples(tree: ast.Module, name: str) -> Mapping[str, object]:
    """The first example of the schema `name`."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            for found in ast.walk(node):
                if isinstance(found, ast.Dict) and ast.unparse(found).startswith("{'examples'"):
                    try:
                        (example,) = ast.literal_eval(found)["examples"]
                    except ValueError:
                        return {}
                    return dict(example)
    return {}


def _field(name: str, column: Column, schema: ast.expr, model: Model) -> Field:
    text = ast.unparse(schema)
    limits = _limits(schema)
    kind = _type(column, text, f"{name}_choices" in model.checks)
    sizes = column.kind.args if isinstance(column.kind, ast.Call) else []
    numbers = [ast.literal_eval(size) for size in sizes]
    length = numbers[0] if kind in {"string", "slug", "url"} and numbers else None
    if kind in {"text", "bytes"}:
        length = limits.get("max_length")
    choices = tuple(re.findall(r"'([^']*)'", model.checks.get(f"{name}_choices", "")))
    pattern = limits.get("pattern")
    return Field(
        name=name,
        type=kind,
        required=not column.nullable,
        unique=name in model.unique or "unique" in column.options,
        index="index" in column.options,
        default=_default(kind, column.options.get("default"), choices),
        min=_bound(model.checks.get(f"{name}_min")),
        max=_bound(model.checks.get(f"{name}_max")),
        min_length=limits.get("min_length") if limits.get("min_length") != 1 else None,
        max_length=length if length != LENGTHS.get(kind) else None,
        pattern=pattern if isinstance(pattern, str) else None,
        choices=choices,
        precision=numbers[0] if kind == "decimal" else 12,
        scale=numbers[1] if kind == "decimal" else 2,
        secret="SecretStr" in text,
        description=limits.get("description"),
    )


def _type(column: Column, schema: str, chosen: bool) -> str:  # noqa: FBT001 -- a fact
    kind = ast.unparse(column.kind) if column.kind is not None else ""
    if kind.startswith("ExactDecimal("):
        return "decimal"
    if column.python != "str":
        return "bigint" if kind == "BigInteger" else _PLAIN.get(column.python, "json")
    if chosen:
        return "enum"
    if kind == "Text":
        return "text"
    if "NormalisedEmail" in schema:
        return "email"
    return next((t for word, t in _BY_PATTERN.items() if word in schema), "string")


def _limits(schema: ast.expr) -> dict[str, Any]:
    """The options of every `Field(...)` in `schema` that are plain values."""
    return {
        option.arg: option.value.value
        for call in ast.walk(schema)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "Field"
        for option in call.keywords
        if option.arg and isinstance(option.value, ast.Constant)
    }


def _bound(check: str | None) -> float | None:
    return float(check.rsplit(" ", 1)[1]) if check else None


def _default(kind: str, node: ast.expr | None, choices: tuple[str, ...]) -> object:
    if node is None:
        return None
    if kind == "enum" and isinstance(node, ast.Attribute):
        return next((choice for choice in choices if member_of(choice) == node.attr), None)
    if isinstance(node, ast.Call):
        return str(ast.literal_eval(node.args[0])) if node.args else None
    return ast.literal_eval(node)


def _with_example(field: Field, shown: object) -> Field:
    """`field` with the example that its documentation shows, where that isn't the usual one."""
    if shown is None or field.type in {"json", "bytes"}:
        return field
    usual = None if field.pattern else samples_of(field)
    return field if usual is not None and usual.valid == shown else replace(field, example=shown)
