"""Pydantic models and settings classes.

Lives here: link_schemas, link_settings.
Does not:   mapped classes (link_models.py), though a SQLModel without a table is a schema.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from fe_skill.project.classes_found import of_classes
from fe_skill.project.interpreter.classes import external_bases, is_settings, lineage
from fe_skill.project.interpreter.machine import Machine
from fe_skill.project.interpreter.show import show
from fe_skill.project.interpreter.values import Class, Const, Function, Made, Seq, Table, Value
from fe_skill.project.link_models import is_mapped
from fe_skill.project.model import Model, Schema, SchemaField, Setting, SettingsClass, Where

_ROOTS = frozenset(
    f"{name}"
    for name in (
        "pydantic.BaseModel", "pydantic.main.BaseModel", "pydantic.RootModel",
        "pydantic.v1.BaseModel", "pydantic.generics.GenericModel", "sqlmodel.SQLModel",
        "sqlmodel.main.SQLModel", "fastapi_users.schemas.BaseUser",
        "fastapi_users.schemas.BaseUserCreate", "fastapi_users.schemas.BaseUserUpdate",
    )
)  # fmt: skip
_VALIDATORS = frozenset(
    ("field_validator", "model_validator", "validator", "root_validator", "field_serializer",
     "model_serializer", "computed_field")
)  # fmt: skip
_OLD_VALIDATORS = frozenset(("validator", "root_validator"))
_OLD_CONFIG = frozenset(
    ("orm_mode", "schema_extra", "allow_population_by_field_name", "anystr_strip_whitespace",
     "validate_all", "fields", "copy_on_model_validation", "underscore_attrs_are_private")
)  # fmt: skip


def link_schemas(m: Machine, models: Iterable[Model]) -> tuple[Schema, ...]:
    """Every Pydantic model of the project but settings and tables."""
    by_name = {model.name: model for model in models}
    found = of_classes(m, _schema)
    return tuple(_with_reads(schema, by_name) if by_name else schema for schema in found)


def _schema(m: Machine, cls: Class) -> Schema | None:
    if not _ROOTS.intersection(external_bases(m, cls)) or is_mapped(m, cls) or is_settings(m, cls):
        return None
    above = [base for base in lineage(m, cls) if isinstance(base, Class)]
    fields: dict[str, SchemaField] = {}
    config: dict[str, Value] = {}
    validators: list[str] = []
    for base in reversed(above):
        fields |= {field.name: field for field in _fields(m, base)}
        config |= _config(m, base)
        validators += _validators(base)
    reads = config.get("from_attributes") or config.get("orm_mode")
    from_attributes = isinstance(reads, Const) and reads.value is True
    return Schema(
        name=cls.name,
        dotted=f"{m.layout.dotted(cls.module)}.{cls.qualname}",
        where=Where(*cls.place),
        bases=tuple(getattr(m.force(base), "name", "?") for base in cls.bases),
        fields=tuple(fields.values()),
        validators=tuple(dict.fromkeys(validators)),
        from_attributes=from_attributes,
        config=tuple(sorted(config)),
        legacy=_legacy(cls, config),
        reads=None,
    )


def _fields(m: Machine, cls: Class) -> Iterator[SchemaField]:
    for node in cls.node[7]:
        if node[0] != ":" or node[2][0] != "n" or node[2][1].startswith("_"):
            continue
        name, annotation = node[2][1], node[3]
        if name == "model_config" or show(annotation).startswith(("ClassVar", "typing.ClassVar")):
            continue
        value = None if node[4] is None else m.force(cls.scope.names.get(name, Const(None)))
        yield SchemaField(name, show(annotation), _required(value), Where(cls.module, node[1]))


def _required(value: Value | None) -> bool:
    if value is None:
        return True
    if not isinstance(value, Made) or value.name.rpartition(".")[2] not in {"Field", "PrivateAttr"}:
        return False
    if {"default", "default_factory"} & value.kwargs.keys():
        return False
    first = value.args[0] if value.args else None
    return first is None or getattr(first, "reason", "") == "..."


def _config(m: Machine, cls: Class) -> dict[str, Value]:
    found: dict[str, Value] = {}
    value = m.force(cls.scope.names.get("model_config", Const(None)))
    if isinstance(value, Made):
        found |= value.kwargs
    elif isinstance(value, Table):
        found |= {str(k.value): v for k, v in value.pairs if isinstance(k, Const)}
    inner = cls.scope.names.get("Config")
    if isinstance(inner, Class):
        found |= {name: m.force(v) for name, v in inner.scope.names.items() if name[:1] != "_"}
    return found | {
        name: v for name, v in cls.keywords.items() if name not in {"table", "metaclass"}
    }


def _validators(cls: Class) -> list[str]:
    return [
        name
        for name, value in cls.scope.names.items()
        if isinstance(value, Function) and _VALIDATORS.intersection(value.marks)
    ]


def _legacy(cls: Class, config: dict[str, Value]) -> tuple[str, ...]:
    """What Pydantic 2 keeps only for old code."""
    found = [name for name in config if name in _OLD_CONFIG]
    if isinstance(cls.scope.names.get("Config"), Class):
        found.append("class Config")
    for value in cls.scope.names.values():
        if isinstance(value, Function):
            found += sorted(_OLD_VALIDATORS.intersection(value.marks))
    return tuple(dict.fromkeys(found))


def _with_reads(schema: Schema, models: dict[str, Model]) -> Schema:
    """With the mapped class that the schema's name starts with, where it has all of the fields."""
    # By the name's beginnings, not by all models: a project may have thousands of both.
    stems = (schema.name[:end] for end in range(len(schema.name), 0, -1))
    model = next((models[stem] for stem in stems if stem in models), None)
    if model is None or not schema.fields:
        return schema
    known = {c.name for c in model.columns} | {r.name for r in model.relationships}
    fits = all(field.name in known for field in schema.fields)
    return replace(schema, reads=model.name) if fits else schema


def link_settings(m: Machine) -> tuple[SettingsClass, ...]:
    """Every class whose fields come from the environment; no value is ever shown."""
    return tuple(of_classes(m, _settings))


def _settings(m: Machine, cls: Class) -> SettingsClass | None:
    if not is_settings(m, cls):
        return None
    above = [base for base in lineage(m, cls) if isinstance(base, Class)]
    config: dict[str, Value] = {}
    for base in reversed(above):
        config |= _config(m, base)
    given = config.get("env_prefix")
    prefix = str(given.value) if isinstance(given, Const) else ""
    variables = {s.name: s for base in reversed(above) for s in _variables(m, base, prefix)}
    dotted = f"{m.layout.dotted(cls.module)}.{cls.qualname}"
    return SettingsClass(cls.name, dotted, Where(*cls.place), prefix, tuple(variables.values()))


def _variables(m: Machine, cls: Class, prefix: str) -> Iterator[Setting]:
    for field in _fields(m, cls):
        value = m.force(cls.scope.names.get(field.name, Const(None)))
        yield Setting(
            name=field.name,
            variable=_alias(m, value) or (prefix + field.name).upper(),
            type=field.type,
            required=field.required,
            where=field.where,
        )


def _alias(m: Machine, value: Value) -> str | None:
    if not isinstance(value, Made):
        return None
    for name in ("validation_alias", "alias", "env"):
        given = m.force(value.kwargs.get(name, Const(None)))
        if isinstance(given, Made) and given.args:
            given = m.force(given.args[0])
        if isinstance(given, Seq) and given.items:
            given = m.force(given.items[0])
        if isinstance(given, Const) and isinstance(given.value, str):
            return given.value
    return None
