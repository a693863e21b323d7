"""What the templates of a domain are given.

Lives here: domain_answers, entity_answers, association_answers.
Does not:   who may call (answers_access.py), tables (tables.py), or tests' values (samples.py).
"""

from collections.abc import Iterator
from typing import Any

from fe_skill.domains.answers_tests import ID, must, tests_answers
from fe_skill.domains.bounds import member_of
from fe_skill.domains.inflection import snake
from fe_skill.domains.judge import camel, enum_of
from fe_skill.domains.kinds import has_alias, kind_of, length, may_filter, may_order, whole_bounds
from fe_skill.domains.link import Key, Linked, Many, Target
from fe_skill.domains.samples import Samples, samples_of
from fe_skill.domains.spec import Entity, Field
from fe_skill.domains.tables import (
    checks,
    default_of,
    model_columns,
    model_relationships,
    uniques,
)
from fe_skill.templating.literals import quoted

# How far the lines of a method's dictionary are indented, and how long lines may be.
_INDENT, _LINE = 12, 100


def domain_answers(linked: Linked) -> dict[str, Any]:
    """What is said once a domain."""
    domain = linked.domain
    models = [
        (e.module, [e.name, *(enum_of(e, f) for f in e.fields if f.choices)])
        for e in domain.entities
    ]
    models += [(m.table, [m.table]) for m in linked.many]
    return {
        "domain": domain.name,
        "domain_words": domain.name.replace("_", " "),
        "package": linked.package,
        "summary": _listed([e.many_words for e in domain.entities]),
        "model_imports": models,
        "model_names": sorted((n for _, names in models for n in names), key=_isorted),
        "schema_names": sorted(
            f"{e.name}{suffix}" for e in domain.entities for suffix in ("In", "Out", "Update")
        ),
        "service_names": sorted(
            f"{e.name}{suffix}" for e in domain.entities for suffix in ("Filters", "Service")
        ),
        "router_names": sorted(f"{e.plural}_router" for e in domain.entities),
        "entities": [entity_answers(e, linked) for e in linked.entities],
        "owned": domain.access == "owner",
        "factory_imports": _factory_imports(linked),
        "makes_user": any(k.target.table == "users" for k in linked.ends),
    }


def _listed(names: list[str]) -> str:
    text = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return text[0].upper() + text[1:]


def _isorted(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest, as ruff sorts `__all__`."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2), name


def _factory_imports(linked: Linked) -> list[tuple[str, str]]:
    return sorted(
        (f"{other.domain}_factories", f"make_{snake(other.name)}")
        for other in linked.made_elsewhere
    )


def entity_answers(entity: Entity, linked: Linked) -> dict[str, Any]:
    """What is said once an entity."""
    samples = {field.name: _samples(field) for field in entity.fields}
    service = entity.plural if entity.plural != entity.module else f"{entity.module}_service"
    return {
        "name": entity.name,
        "module": entity.module,
        "plural": entity.plural,
        "service": service,
        "words": entity.words,
        "a_words": entity.a_words,
        "many_words": entity.many_words,
        "Many_words": entity.many_words[0].upper() + entity.many_words[1:],
        "A_words": entity.a_words[0].upper() + entity.a_words[1:],
        "summary": entity.description or entity.a_words[0].upper() + entity.a_words[1:],
        "path": entity.path,
        "tag": entity.path,
        "id_param": f"{entity.module}_id",
        "id_path": "{" + f"{entity.module}_id" + "}",
        "soft": entity.soft_delete,
        "audit": entity.audit,
        **_model(entity, linked),
        **_schemas(entity, linked, samples),
        **_service(entity, linked),
        **tests_answers(entity, linked, samples),
    }


def _samples(field: Field) -> Samples:
    found = samples_of(field)
    assert found is not None, field.name  # noqa: S101 -- judge.py has refused such a field
    return found


def _model(entity: Entity, linked: Linked) -> dict[str, Any]:
    targets = {k.target.name: k.target.module for k in linked.keys_of(entity) if not k.is_self}
    others = [k.child for k in linked.backs_of(entity) if not k.is_self]
    others += [m.owner for m in linked.many if m.target.entity is entity]
    targets |= {other.name: f"{linked.package}.models.{other.module}" for other in others}
    targets |= {m.target.name: m.target.module for m in linked.many_of(entity)}
    return {
        "type_imports": sorted(f"from {module} import {name}" for name, module in targets.items()),
        "enums": [
            {
                "name": enum_of(entity, field),
                "doc": f"What `{field.name}` of {entity.a_words} may be.",
                "members": [f"{member_of(c)} = {quoted(c)}" for c in field.choices],
            }
            for field in entity.fields
            if field.choices
        ],
        "checks": [
            f'CheckConstraint({quoted(expression)}, name="{name}"),'
            for name, expression in checks(entity)
        ],
        "uniques": uniques(entity, linked),
        "mixins": "Identified, Timestamped, Versioned"
        + (", SoftDeleted" if entity.soft_delete else ""),
        "columns": model_columns(entity, linked),
        "relationships": model_relationships(entity, linked),
    }


def _schemas(entity: Entity, linked: Linked, samples: dict[str, Samples]) -> dict[str, Any]:
    keys, many = linked.keys_of(entity), linked.many_of(entity)
    sent = [f for f in entity.fields if not f.read_only]
    example: dict[str, object] = {f.name: samples[f.name].valid for f in sent}
    example |= {k.column: ID for k in keys} | {m.ids: [ID] for m in many}
    shown: dict[str, object] = {"id": ID}
    for field in entity.fields:
        if not field.secret:
            shown[field.name] = samples[field.name].valid
    shown |= {k.column: ID for k in keys} | {name: [] for name, _ in linked.shown_of(entity)}
    shown |= dict.fromkeys(("created_at", "updated_at"), "2026-01-01T12:00:00Z")
    first = sent[0]
    in_lines = [_in_line(entity, f) for f in sorted(sent, key=lambda f: not must(f))]
    in_lines += [f"{k.column}: UUID" for k in keys if k.required]
    in_lines += [f"{k.column}: UUID | None = None" for k in keys if not k.required]
    update = [_update_line(f.name, _plain_type(entity, f), f.nullable) for f in sent]
    update += [_update_line(k.column, "UUID", not k.required) for k in keys]
    return {
        "aliases": [
            f"{entity.name}{camel(f.name)} = {_aliased(entity, f)}"
            for f in entity.fields
            if has_alias(f)
        ],
        "in_lines": in_lines + [f"{m.ids}: Ids = []" for m in many],
        "update_lines": update + [f"{m.ids}: Ids | MISSING = MISSING" for m in many],
        "out_lines": [
            *(f"{f.name}: {_type(entity, f)}" for f in entity.fields if not f.secret),
            *(f"{k.column}: UUID{'' if k.required else ' | None'}" for k in keys),
            *(f"{name}: list[{_shown(target)}]" for name, target in linked.shown_of(entity)),
        ],
        "shown_imports": sorted(
            {
                f"from {linked.package}.schemas.{target.entity.module} import {target.name}Out"
                for _, target in linked.shown_of(entity)
                if target.entity is not None
            }
        ),
        "in_example": repr(example),
        "update_example": repr({first.name: samples[first.name].other}),
        "out_example": repr(shown),
    }


def _shown(target: Target) -> str:
    return f"{target.name}Out" if target.entity else "Reference"


def _aliased(entity: Entity, field: Field) -> str:
    schema = _bare(entity, field)
    if field.secret:
        bounds = f"min_length={field.min_length or 1}, max_length={length(field)}"
        schema = f"Annotated[SecretStr, Field({bounds})]"
    if field.description is None:
        return schema
    described = f"Field(description={quoted(field.description)})"
    if schema.startswith("Annotated["):
        return f"{schema[:-1]}, {described}]"
    return f"Annotated[{schema}, {described}]"


def _bare(entity: Entity, field: Field) -> str:
    return enum_of(entity, field) if field.choices else kind_of(field).schema(field)


def _plain_type(entity: Entity, field: Field) -> str:
    return f"{entity.name}{camel(field.name)}" if has_alias(field) else _bare(entity, field)


def _type(entity: Entity, field: Field) -> str:
    return _plain_type(entity, field) + (" | None" if field.nullable else "")


def _update_line(name: str, kind: str, nullable: bool) -> str:  # noqa: FBT001 -- a fact
    return f"{name}: {kind} | MISSING{' | None' if nullable else ''} = MISSING"


def _in_line(entity: Entity, field: Field) -> str:
    if field.default is not None:
        return f"{field.name}: {_type(entity, field)} = {default_of(entity, field)}"
    return f"{field.name}: {_type(entity, field)}" + (" = None" if field.nullable else "")


def _service(entity: Entity, linked: Linked) -> dict[str, Any]:
    name, many = entity.name, linked.many_of(entity)
    filters = [f for f in entity.fields if may_filter(f)]
    keys = linked.keys_of(entity)
    ordered = [f for f in entity.fields if may_order(f)]
    if entity.order_by is not None:
        ordered = [f for f in ordered if f.name in entity.order_by]
    words = ["id", *(f.name for f in ordered)]
    owned = linked.domain.access == "owner"
    return {
        "filter_lines": [_filter(entity, f) for f in filters]
        + [
            f"{k.column}: Annotated[UUID | None, "
            f'Query(description="Only those with this id")] = None'
            for k in keys
        ],
        "equal": [
            _equal(name, column)
            for column in (*(f.name for f in filters), *(k.column for k in keys))
        ],
        "searched": [
            f"{name}.{field}.icontains(filters.q, autoescape=True)," for field in entity.search
        ],
        "search_words": ", ".join(f"`{field}`" for field in entity.search),
        "orders": ", ".join(f'"{sign}{word}"' for word in words for sign in ("", "-")),
        "order_keys": [f'"id": ({name}.id,),']
        + [f'"{f.name}": ({name}.{f.name}, {name}.id),' for f in ordered],
        "unique": [f"{name}.{f.name}," for f in entity.fields if f.unique]
        + [f"{name}.{k.column}," for k in keys if k.unique],
        "references": [_reference(k, owned) for k in keys],
        "self_keys": [k.column for k in keys if k.is_self],
        "secrets": [f.name for f in entity.fields if f.secret],
        "secret_set": "{" + ", ".join(quoted(f.name) for f in entity.fields if f.secret) + "}",
        "secret_values": [(f.name, _secret(f)) for f in entity.fields if f.secret],
        "loads": _loads(entity, linked, ()),
        **_rows(entity, owned),
        "given": "session: AsyncSession"
        + ", owner_id: UUID" * owned
        + ", audit: Audit" * entity.audit,
        "asked": "session: SessionDep"
        + ", principal: PrincipalDep" * owned
        + ", audit: AuditDep" * entity.audit,
        "handed": "session" + ", principal.id" * owned + ", audit" * entity.audit,
        "lists": [k.back for k in linked.backs_of(entity) if k.shown],
        "many": [_many(m, linked, owned) for m in many],
        "excluded": "{" + ", ".join(f'"{m.ids}"' for m in many) + "}" if many else "",
        "target_imports": sorted(_target_imports(entity, linked)),
        "service_models": sorted(
            {enum_of(entity, f) for f in filters if f.choices}
            | {e.name for e in linked.domain.entities}
        ),
    }


def _rows(entity: Entity, owned: bool) -> dict[str, str]:  # noqa: FBT001 -- a fact
    """Which rows a caller may see, and among which of them a value is unique."""
    there = f"{entity.name}.deleted_at.is_(None)"
    mine = f"{entity.name}.owner_id == self.owner_id"
    wanted = [mine] * owned + [there] * entity.soft_delete
    return {
        "visible": f".where({', '.join(wanted)})" if wanted else "",
        "taken": "".join(f", {condition}" for condition in wanted),
    }


def _mine(target: Target, owned: bool) -> str:  # noqa: FBT001 -- a fact about the domain
    """The conditions on rows of `target` that a caller may name."""
    mine = f", {target.name}.owner_id == self.owner_id" if owned and target.owned else ""
    return mine + (f", {target.name}.deleted_at.is_(None)" if target.soft else "")


def _secret(field: Field) -> object:
    """A value that stands nowhere else."""
    if field.pattern is not None:
        return field.example
    return "7" * max(field.min_length or 1, min(length(field), 12))


def _equal(entity: str, column: str) -> str:
    """A column and what it has to be equal to; parentheses let a formatter break a long line."""
    line = f"{entity}.{column}: filters.{column},"
    short = len(line) + _INDENT <= _LINE
    return line if short else f"{entity}.{column}: (filters.{column}),"


def _filter(entity: Entity, field: Field) -> str:
    kind = kind_of(field).filter
    bounds = ""
    if kind == "str":
        bounds = f"max_length={length(field)}, pattern=PLAIN_TEXT, "
    if kind == "int":
        least, most = whole_bounds(field)
        bounds = f"ge={least}, le={most}, "
    name = enum_of(entity, field) if kind == "enum" else kind
    words = 'description="Only those with this value"'
    return f"{field.name}: Annotated[{name} | None, Query({bounds}{words})] = None"


def _reference(key: Key, owned: bool) -> str:  # noqa: FBT001 -- a fact about the domain
    target = key.target.name
    mine = _mine(key.target, owned)
    wanted = f'{target}.id == values.get("{key.column}")'
    return f'"{key.column}": select({target}.id).where({wanted}{mine}),'


def _loads(entity: Entity, linked: Linked, above: tuple[str, ...]) -> list[str]:
    """The chains that load what an answer shows."""
    chains = []
    for name, target in linked.shown_of(entity):
        there = f".and_({target.name}.deleted_at.is_(None))" if target.soft else ""
        chain = (*above, f"selectinload({entity.name}.{name}{there})")
        deeper = _loads(target.entity, linked, chain) if target.entity else []
        chains += deeper or [".".join(chain)]
    return chains


def _target_imports(entity: Entity, linked: Linked) -> set[str]:
    """The imports of what a service names of other domains."""
    targets = [key.target for key in linked.keys_of(entity)]
    targets += [many.target for many in linked.many_of(entity)]
    targets += _nested(entity, linked)
    return {f"from {t.module} import {t.name}" for t in targets if t.entity is None}


def _nested(entity: Entity, linked: Linked) -> Iterator[Target]:
    """What the answers of `entity` hold, however deep."""
    for _, target in linked.shown_of(entity):
        yield target
        if target.entity is not None:
            yield from _nested(target.entity, linked)


def _many(many: Many, linked: Linked, owned: bool) -> dict[str, Any]:  # noqa: FBT001 -- likewise
    target = many.target
    mine = _mine(target, owned)
    loads = _loads(target.entity, linked, ()) if target.entity else []
    options = f".options({', '.join(loads)})" if loads else ""
    return {
        "name": many.name,
        "ids": many.ids,
        "target": target.name,
        "words": target.words,
        "where": f"{target.name}.id.in_(ids){mine}",
        "options": options,
    }


def association_answers(many: Many, linked: Linked) -> dict[str, Any]:
    """What is said once an association table."""
    first, second = many.columns
    return {
        "domain": linked.domain.name,
        "table": many.table,
        "first": first,
        "second": second,
        "first_table": many.owner.plural,
        "second_table": many.target.table,
        "words": f"{many.owner.many_words} and their {many.name.replace('_', ' ')}",
    }
