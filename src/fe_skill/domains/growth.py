"""Columns that tables with rows get.

A row that is there gets the default of a new column, or nothing. Databases are told the default
for as long as that takes: later rows have it from the model.

Lives here: Growth, growth_of, growth_steps.
Does not:   which fields may be new (extend.py), tables that are new (tables.py).
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass

from fe_skill.domains.kinds import kind_of
from fe_skill.domains.link import Key, Linked
from fe_skill.domains.refusal import refused
from fe_skill.domains.spec import Entity, Field
from fe_skill.domains.tables import RULES, checks, named, unique_columns
from fe_skill.templating.literals import quoted


@dataclass(frozen=True)
class Growth:
    """The columns that the table of `entity` gets."""

    entity: Entity
    fields: tuple[Field, ...]
    keys: tuple[Key, ...]


def growth_of(linked: Linked, old: Linked, created: Container[str]) -> tuple[Growth, ...]:
    """What the tables of `old` get, if a migration has `created` them.

    Raises:
        Refused: `relation-unfit`, where rows that are there could not have it.
    """
    keys = {(key.child.name, key.name) for key in old.keys}
    fields = {entity.name: {f.name for f in entity.fields} for entity in old.entities}
    found = []
    for entity in linked.entities:
        if entity.name not in fields:
            continue
        new_fields = tuple(f for f in entity.fields if f.name not in fields[entity.name])
        new_keys = tuple(k for k in linked.keys_of(entity) if (entity.name, k.name) not in keys)
        for key in new_keys:
            _refuse_unfit(key)
        if (new_fields or new_keys) and entity.plural in created:
            found.append(Growth(entity, new_fields, new_keys))
    return tuple(found)


def _refuse_unfit(key: Key) -> None:
    if key.required or key.unique:
        raise refused(
            "relation-unfit",
            f"`{key.child.name}.{key.name}` would be a new column of a table with rows, "
            + ("required" if key.required else "unique"),
            "the rows that are there have no value for it; SQLite adds no unique column",
            "make it optional and many-to-one, as in `name>Target?`, or declare it on the "
            "other side",
        )


def growth_steps(growth: Growth, linked: Linked) -> tuple[list[str], list[str]]:
    """The statements that add the columns of `growth`, and those that drop them."""
    begin = f'with op.batch_alter_table("{growth.entity.plural}") as batch:'
    added = [begin, *(f"    {line}" for line in _added(growth, linked))]
    filled = [f for f in growth.fields if f.default is not None]
    if filled:
        added += [
            begin,
            *(f'    batch.alter_column("{f.name}", server_default=None)' for f in filled),
        ]
    return added, [begin, *(f"    {line}" for line in _dropped(growth, linked))]


def _added(growth: Growth, linked: Linked) -> Iterator[str]:
    table = growth.entity.plural
    for field in growth.fields:
        kind = kind_of(field).migration(field)
        given = "" if field.default is None else f", server_default={_in_database(field)}"
        options = f"nullable={field.nullable}{given}"
        yield f'batch.add_column(sa.Column("{field.name}", {kind}, {options}))'
    for key in growth.keys:
        yield f'batch.add_column(sa.Column("{key.column}", sa.Uuid(), nullable=True))'
        ends = f'"{key.target.table}", ["{key.column}"], ["id"], ondelete="{RULES[key.on_delete]}"'
        yield f"batch.create_foreign_key(op.f({_foreign(key)}), {ends})"
    for name, expression in _checks(growth):
        yield f"batch.create_check_constraint(op.f({name}), {quoted(expression)})"
    for name, columns in _uniques(growth, linked):
        yield _unique(growth.entity, name, columns)
    for column in _indexed(growth):
        yield f'batch.create_index(op.f({named(f"ix_{table}_{column}")}), ["{column}"])'


def _dropped(growth: Growth, linked: Linked) -> Iterator[str]:
    for column in reversed(_indexed(growth)):
        yield f"batch.drop_index(op.f({named(f'ix_{growth.entity.plural}_{column}')}))"
    for name, _ in reversed(_uniques(growth, linked)):
        if growth.entity.soft_delete:
            yield f"batch.drop_index(op.f({name}))"
        else:
            yield f'batch.drop_constraint(op.f({name}), type_="unique")'
    for name, _ in reversed(_checks(growth)):
        yield f'batch.drop_constraint(op.f({name}), type_="check")'
    for key in reversed(growth.keys):
        yield f'batch.drop_constraint(op.f({_foreign(key)}), type_="foreignkey")'
    columns = [field.name for field in growth.fields] + [key.column for key in growth.keys]
    for column in reversed(columns):
        yield f'batch.drop_column("{column}")'


def _in_database(field: Field) -> str:
    """The default of `field` as a database is told it."""
    if isinstance(field.default, bool):
        return f"sa.{str(field.default).lower()}()"
    if kind_of(field).bounded:
        return f'sa.text("{field.default}")'
    return quoted(str(field.default))


def _foreign(key: Key) -> str:
    return named(f"fk_{key.child.plural}_{key.column}_{key.target.table}")


def _indexed(growth: Growth) -> list[str]:
    fields = [field.name for field in growth.fields if field.index and not field.unique]
    return fields + [key.column for key in growth.keys]


def _checks(growth: Growth) -> list[tuple[str, str]]:
    new = {field.name for field in growth.fields}
    return [
        (named(f"ck_{growth.entity.plural}_{name}"), expression)
        for name, expression in checks(growth.entity)
        if name.rpartition("_")[0] in new
    ]


def _uniques(growth: Growth, linked: Linked) -> list[tuple[str, tuple[str, ...]]]:
    new = {field.name for field in growth.fields}
    found = unique_columns(growth.entity, linked)
    return [(named(name), columns) for name, columns in found if columns[-1] in new]


def _unique(entity: Entity, name: str, columns: tuple[str, ...]) -> str:
    listed = ", ".join(f'"{column}"' for column in columns)
    if not entity.soft_delete:
        return f"batch.create_unique_constraint(op.f({name}), [{listed}])"
    live = 'sa.text("deleted_at IS NULL")'
    where = f"sqlite_where={live}, postgresql_where={live}"
    return f"batch.create_index(op.f({name}), [{listed}], unique=True, {where})"
