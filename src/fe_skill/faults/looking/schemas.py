"""Pydantic models and their fields, as the facts and the source have them.

Lives here: schema_named, names_of, missing_in, field_of, place_of, fields_called, configured.
"""

import ast

from fe_skill.faults.case import Case
from fe_skill.faults.fault import Edit, Place
from fe_skill.faults.looking.source import class_named
from fe_skill.faults.mending import argument, imported, line_before
from fe_skill.faults.reading.reading import FieldError
from fe_skill.project.model import Schema, SchemaField
from fe_skill.syntax.module import SourceModule

_DIRECT = 2  # where it comes in, and the name


def schema_named(case: Case, name: str) -> Schema | None:
    """A Pydantic model by its class's name."""
    found = (one for one in case.facts.schemas if one.name == name) if case.facts else iter(())
    return next(found, None)


def names_of(error: FieldError) -> list[str]:
    """The fields on the way to an error, without where it came in."""
    parts = [part for part in error.loc if isinstance(part, str)]
    inside = ("body", "query", "path", "header", "cookie", "response", "form")
    return parts[1:] if parts and parts[0] in inside else parts


def missing_in(case: Case, where: str) -> list[str]:
    """The names right below `where` ("query", "body") that a request lacks."""
    lacking = (e.loc for e in case.errors if e.type in {"missing", "value_error.missing"})
    return [str(loc[1]) for loc in lacking if loc[:1] == (where,) and len(loc) == _DIRECT]


def field_of(
    case: Case, schema: Schema | None, path: list[str]
) -> tuple[Schema, SchemaField] | None:
    """The field at the end of a path of names, through the models that the fields hold."""
    for at, name in enumerate(path):
        field = next((f for f in schema.fields if f.name == name), None) if schema else None
        if schema is None or field is None:
            return None
        if at == len(path) - 1:
            return schema, field
        words = (field.type or "").replace("[", " ").replace("]", " ").replace("|", " ").split()
        schema = next(
            (s for w in words if (s := schema_named(case, w.strip("'\","))) is not None), None
        )
    return None


def place_of(found: tuple[Schema, SchemaField]) -> Place:
    """The line of a field."""
    schema, field = found
    return Place(field.where.path, field.where.line, f"{schema.name}.{field.name}")


def fields_called(case: Case, name: str, among: set[str]) -> list[tuple[Schema, SchemaField]]:
    """The fields of a name in some models, or in any where none is told."""
    return [
        (schema, field)
        for schema in (case.facts.schemas if case.facts else ())
        if not among or schema.name in among
        for field in schema.fields
        if field.name == name
    ]


def configured(case: Case, name: str, option: str, value: str, made: str) -> tuple[Edit, ...]:
    """The class with an option in its configuration; `made` is ConfigDict or its like."""
    found = class_named(case, name)
    if found is None:
        return ()
    module, node = found
    for statement in node.body:
        target = getattr(statement, "target", None) or getattr(statement, "targets", [None])[0]
        if getattr(target, "id", "") != "model_config":
            continue
        given = getattr(statement, "value", None)
        if isinstance(given, ast.Call):
            if any(one.arg == option for one in given.keywords):
                return ()
            return (argument(module, given, f"{option}={value}"),)
        if isinstance(given, ast.Dict) and given.keys:
            end = module.offsets(given.values[-1])[1]
            return (Edit(module.path, end, end, f', "{option}": {value}'),)
        return ()
    return _new(module, node, f"model_config = {made}({option}={value})", made)


def _new(module: SourceModule, node: ast.ClassDef, line: str, made: str) -> tuple[Edit, ...]:
    first = node.body[0]
    source = "pydantic_settings" if made == "SettingsConfigDict" else "pydantic"
    used = imported(module, source, made)
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and len(node.body) > 1:
        return (line_before(module, node.body[1], line + "\n"), *used)
    if isinstance(first, ast.Pass) or (isinstance(first, ast.Expr) and len(node.body) == 1):
        start, end = module.offsets(first)
        return (Edit(module.path, start, end, line), *used)
    return (line_before(module, first, line + "\n"), *used)
