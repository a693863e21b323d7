"""Tables in code: columns, constraints and relationships of models, and the same as a migration.

Lives here: model_columns, model_relationships, checks, migration_tables.
Does not:   columns that tables with rows get (growth.py), schemas and services (answers.py).
"""

from collections.abc import Callable, Container

from fe_skill.domains.bounds import member_of
from fe_skill.domains.judge import enum_of
from fe_skill.domains.kinds import kind_of, number
from fe_skill.domains.link import Key, Linked, Many
from fe_skill.domains.names import sql_name
from fe_skill.domains.refusal import refused
from fe_skill.domains.spec import Entity, Field
from fe_skill.templating.literals import quoted

_LONGEST = 63
_TRAIL = """
op.create_table("audit_entries",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("actor_id", sa.Uuid(), nullable=False),
    sa.Column("action", sa.String(length=20), nullable=False),
    sa.Column("entity", sa.String(length=63), nullable=False),
    sa.Column("entity_id", sa.Uuid(), nullable=False),
    sa.Column("changes", sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),)
op.create_index(op.f("ix_audit_entries_actor_id"), "audit_entries", ["actor_id"])
op.create_index(op.f("ix_audit_entries_entity_entity_id"), "audit_entries", ["entity", "entity_id"])
"""
RULES = {"cascade": "CASCADE", "restrict": "RESTRICT", "set-null": "SET NULL"}


def default_of(entity: Entity, field: Field) -> str:
    """The default of `field` as an expression."""
    if field.type == "enum":
        return f"{enum_of(entity, field)}.{member_of(str(field.default))}"
    if field.type == "decimal":
        text = str(field.default)
        return f"Decimal({text})" if text.lstrip("-").isdigit() else f'Decimal("{text}")'
    return quoted(field.default) if isinstance(field.default, str) else repr(field.default)


def checks(entity: Entity) -> list[tuple[str, str]]:
    """The name and the expression of each check constraint."""
    found = []
    for field in entity.fields:
        column = sql_name(field.name)
        if field.min is not None:
            found.append((f"{field.name}_min", f"{column} >= {number(field.min)}"))
        if field.max is not None:
            found.append((f"{field.name}_max", f"{column} <= {number(field.max)}"))
        if field.choices:
            choices = ", ".join(f"'{choice}'" for choice in field.choices)
            found.append((f"{field.name}_choices", f"{column} IN ({choices})"))
    return found


def model_columns(entity: Entity, linked: Linked) -> list[str]:
    """The lines of the columns of a model."""
    lines = [_field_column(entity, field, linked) for field in entity.fields]
    lines += [_key_column(key) for key in linked.keys_of(entity)]
    if linked.domain.access == "owner":
        key = 'ForeignKey("users.id", ondelete="CASCADE"), index=True'
        lines.append(f"owner_id: Mapped[UUID] = mapped_column({key})")
    return lines


def uniques(entity: Entity, linked: Linked) -> list[str]:
    """The constraints and indexes of what only one row may have, where a column can't say it.

    Rows that belong to somebody are unique among theirs, and removed ones don't count.
    """
    owned = linked.domain.access == "owner"
    lines = []
    for name, columns in unique_columns(entity, linked):
        quoted_columns = ", ".join(f'"{column}"' for column in columns)
        if entity.soft_delete:
            live = 'literal_column("deleted_at IS NULL")'
            where = f"sqlite_where={live}, postgresql_where={live}"
            lines.append(f'Index("{name}", {quoted_columns}, unique=True, {where}),')
        elif owned and len(columns) > 1:
            lines.append(f"UniqueConstraint({quoted_columns}),")
    return lines


def unique_columns(entity: Entity, linked: Linked) -> list[tuple[str, tuple[str, ...]]]:
    """What is unique: the name of the constraint, and its columns."""
    owner = ("owner_id",) if linked.domain.access == "owner" else ()
    found = [(*owner, field.name) for field in entity.fields if field.unique]
    found += [(key.column,) for key in linked.keys_of(entity) if key.unique]
    return [(f"uq_{entity.plural}_{'_'.join(columns)}", columns) for columns in found]


def _field_column(entity: Entity, field: Field, linked: Linked) -> str:
    kind = kind_of(field)
    options = [kind.column(field)] if kind.column(field) else []
    alone = linked.domain.access != "owner" and not entity.soft_delete
    options += ["unique=True"] if field.unique and alone else []
    options += ["index=True"] if field.index and not field.unique else []
    if field.default is not None:
        options.append(f"default={default_of(entity, field)}")
    if field.secret and entity.audit:
        options.append('info={"secret": True}')
    optional = " | None" if field.nullable else ""
    made = f" = mapped_column({', '.join(options)})" if options else ""
    return f"{field.name}: Mapped[{kind.python}{optional}]{made}"


def _key_column(key: Key) -> str:
    optional = "" if key.required else " | None"
    marked = "unique=True" if key.unique else "index=True"
    marked = f", {marked}" if not key.unique or not key.child.soft_delete else ""
    rule = f'ondelete="{RULES[key.on_delete]}"' + (", use_alter=True" if key.late else "")
    target = f'ForeignKey("{key.target.table}.id", {rule})'
    return f"{key.column}: Mapped[UUID{optional}] = mapped_column({target}{marked})"


def model_relationships(entity: Entity, linked: Linked) -> list[str]:
    """The lines of the relationships of a model."""
    lines = [_forth(key) for key in linked.keys_of(entity)]
    lines += [back_of(key) for key in linked.backs_of(entity)]
    lines += [
        _many(many.name, many.target.name, many.back, many) for many in linked.many_of(entity)
    ]
    backs = [many for many in linked.many if many.target.entity is entity]
    return lines + [back_of_many(many) for many in backs]


def _forth(key: Key) -> str:
    optional = "" if key.required else " | None"
    options = [f'back_populates="{key.back}"', 'lazy="raise"']
    if key.is_self:
        options.append(f'remote_side="{key.child.name}.id"')
    if key.ambiguous:
        options.append(f"foreign_keys=[{key.column}]")
    kind = f'"{key.target.name}{optional}"'
    return f"{key.name}: Mapped[{kind}] = relationship({', '.join(options)})"


def back_of(key: Key) -> str:
    """The line on the other side of `key`."""
    kind = f'"{key.child.name} | None"' if key.unique else f'list["{key.child.name}"]'
    options = [f'back_populates="{key.name}"']
    if key.on_delete == "cascade":
        options += ['cascade="all, delete-orphan"', "passive_deletes=True"]
    else:
        all_ = '"all"' if key.on_delete == "restrict" else "True"
        options.append(f"passive_deletes={all_}")
    if key.shown:
        options.append(f'order_by="{key.child.name}.id"')
    if key.ambiguous:
        options.append(f'foreign_keys="{key.child.name}.{key.column}"')
    options.append('lazy="raise"')
    return f"{key.back}: Mapped[{kind}] = relationship({', '.join(options)})"


def back_of_many(many: Many) -> str:
    """The line on the other side of a many-to-many relation."""
    return _many(many.back, many.owner.name, many.name, many)


def _many(name: str, target: str, back: str, many: Many) -> str:
    options = f'secondary="{many.table}", back_populates="{back}", passive_deletes=True'
    order = f'order_by="{target}.id", ' if name == many.name else ""
    return f'{name}: Mapped[list["{target}"]] = relationship({options}, {order}lazy="raise")'


def migration_tables(linked: Linked, created: Container[str]) -> tuple[list[str], list[str]]:
    """The statements that make the tables that aren't `created` yet, and those that drop them."""
    up: list[str] = []
    trail = linked.makes_trail
    up += _TRAIL.strip().splitlines() if trail else []
    entities = [entity for entity in linked.entities if entity.plural not in created]
    associations = [many for many in linked.many if many.table not in created]
    for entity in entities:
        up += _create(entity, linked)
    for many in associations:
        up += _create_association(many)
    tables = ["audit_entries"] if trail else []
    tables += [e.plural for e in entities] + [m.table for m in associations]
    down = [f'op.drop_table("{table}")' for table in reversed(tables)]
    late = [key for key in linked.keys if key.late and key.child in entities]
    return up + _late(late, _add_key), _late(late, _drop_key) + down


def _late(keys: list[Key], step: Callable[[Key], str]) -> list[str]:
    """Keys between tables that point to each other; SQLite takes them with the table itself."""
    if not keys:
        return []
    return ["if op.get_bind().dialect.supports_alter:", *(f"    {step(key)}" for key in keys)]


def _add_key(key: Key) -> str:
    table, target = key.child.plural, key.target.table
    name = named(f"fk_{table}_{key.column}_{target}")
    ends = f'"{table}", "{target}", ["{key.column}"], ["id"]'
    return f'op.create_foreign_key(op.f({name}), {ends}, ondelete="{RULES[key.on_delete]}")'


def _drop_key(key: Key) -> str:
    name = named(f"fk_{key.child.plural}_{key.column}_{key.target.table}")
    return f'op.drop_constraint(op.f({name}), "{key.child.plural}", type_="foreignkey")'


def _create(entity: Entity, linked: Linked) -> list[str]:
    table = entity.plural
    parts = ['sa.Column("id", sa.Uuid(), nullable=False)']
    constraints: list[str] = []
    indexed: list[str] = []
    for field in entity.fields:
        kind = kind_of(field).migration(field)
        parts.append(f'sa.Column("{field.name}", {kind}, nullable={field.nullable})')
        if field.index and not field.unique:
            indexed.append(field.name)
    for key in linked.keys_of(entity):
        parts.append(f'sa.Column("{key.column}", sa.Uuid(), nullable={not key.required})')
        foreign = _foreign(table, key.column, key.target.table, key.on_delete)
        constraints.append(f"{foreign[:-1]}, use_alter=True)" if key.late else foreign)
        if not key.unique:
            indexed.append(key.column)
    live: list[str] = []
    for name, columns in unique_columns(entity, linked):
        if entity.soft_delete:
            live.append(_unique_index(table, name, columns))
        else:
            constraints.append(_unique(name, columns))
    if linked.domain.access == "owner":
        parts.append('sa.Column("owner_id", sa.Uuid(), nullable=False)')
        constraints.append(_foreign(table, "owner_id", "users", "cascade"))
        indexed.append("owner_id")
    parts += [
        'sa.Column("created_at", sa.DateTime(timezone=True), nullable=False)',
        'sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False)',
        'sa.Column("version", sa.Integer(), nullable=False)',
    ]
    if entity.soft_delete:
        parts.append('sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True)')
    for name, expression in checks(entity):
        full = named(f"ck_{table}_{name}")
        constraints.append(f"sa.CheckConstraint({quoted(expression)}, name=op.f({full}))")
    primary = f'sa.PrimaryKeyConstraint("id", name=op.f("pk_{table}"))'
    indexes = [*(_index(table, name) for name in indexed), *live]
    return [_call(table, [*parts, primary, *constraints]), *indexes]


def _create_association(many: Many) -> list[str]:
    parts = [f'sa.Column("{column}", sa.Uuid(), nullable=False)' for column in many.columns]
    first, second = many.columns
    parts.append(
        f'sa.PrimaryKeyConstraint("{first}", "{second}", name=op.f({named(f"pk_{many.table}")}))'
    )
    parts.append(_foreign(many.table, first, many.owner.plural, "cascade"))
    parts.append(_foreign(many.table, second, many.target.table, "cascade"))
    return [_call(many.table, parts), _index(many.table, first), _index(many.table, second)]


def _call(table: str, parts: list[str]) -> str:
    return f'op.create_table("{table}", {", ".join(parts)},)'


def _unique(name: str, columns: tuple[str, ...]) -> str:
    listed = ", ".join(f'"{column}"' for column in columns)
    return f"sa.UniqueConstraint({listed}, name=op.f({named(name)}))"


def _unique_index(table: str, name: str, columns: tuple[str, ...]) -> str:
    listed = ", ".join(f'"{column}"' for column in columns)
    live = 'sa.text("deleted_at IS NULL")'
    where = f"sqlite_where={live}, postgresql_where={live}"
    return f'op.create_index(op.f({named(name)}), "{table}", [{listed}], unique=True, {where})'


def _foreign(table: str, column: str, target: str, rule: str) -> str:
    name = named(f"fk_{table}_{column}_{target}")
    ends = f'["{column}"], ["{target}.id"]'
    return f'sa.ForeignKeyConstraint({ends}, name=op.f({name}), ondelete="{RULES[rule]}")'


def _index(table: str, column: str) -> str:
    return f'op.create_index(op.f({named(f"ix_{table}_{column}")}), "{table}", ["{column}"])'


def named(name: str) -> str:
    """The name of a constraint or an index, quoted.

    Raises:
        Refused: `name-too-long`.
    """
    if len(name) <= _LONGEST:
        return f'"{name}"'
    raise refused(
        "name-too-long",
        f"a constraint would be called `{name}`",
        f"PostgreSQL takes {_LONGEST} characters",
        "shorten the names of the entity, its `plural`, the field or the relation",
    )
