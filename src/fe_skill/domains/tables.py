"""Tables in code: columns, constraints and relationships of models, and the same as a migration.

Lives here: model_columns, model_relationships, checks, migration_tables.
Does not:   schemas and services (answers.py).
"""

from fe_skill.domains.bounds import member_of
from fe_skill.domains.judge import enum_of
from fe_skill.domains.kinds import kind_of, number
from fe_skill.domains.link import Key, Linked, Many
from fe_skill.domains.names import sql_name
from fe_skill.domains.refusal import refused
from fe_skill.domains.spec import Entity, Field
from fe_skill.templating.literals import quoted

_LONGEST = 63
_RULES = {"cascade": "CASCADE", "restrict": "RESTRICT", "set-null": "SET NULL"}


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
    lines = [_field_column(entity, field) for field in entity.fields]
    lines += [_key_column(key) for key in linked.keys_of(entity)]
    if linked.domain.access == "owner":
        key = 'ForeignKey("users.id", ondelete="CASCADE"), index=True'
        lines.append(f"owner_id: Mapped[UUID] = mapped_column({key})")
    return lines


def _field_column(entity: Entity, field: Field) -> str:
    kind = kind_of(field)
    options = [kind.column(field)] if kind.column(field) else []
    options += ["unique=True"] if field.unique else []
    options += ["index=True"] if field.index and not field.unique else []
    if field.default is not None:
        options.append(f"default={default_of(entity, field)}")
    optional = " | None" if field.nullable else ""
    made = f" = mapped_column({', '.join(options)})" if options else ""
    return f"{field.name}: Mapped[{kind.python}{optional}]{made}"


def _key_column(key: Key) -> str:
    optional = "" if key.required else " | None"
    marked = "unique=True" if key.unique else "index=True"
    target = f'ForeignKey("{key.target.table}.id", ondelete="{_RULES[key.on_delete]}")'
    return f"{key.column}: Mapped[UUID{optional}] = mapped_column({target}, {marked})"


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


def migration_tables(linked: Linked) -> tuple[list[str], list[str]]:
    """The statements that make the tables, and those that drop them."""
    up: list[str] = []
    for entity in linked.entities:
        up += _create(entity, linked)
    for many in linked.many:
        up += _create_association(many)
    tables = [e.plural for e in linked.entities] + [m.table for m in linked.many]
    return up, [f'op.drop_table("{table}")' for table in reversed(tables)]


def _create(entity: Entity, linked: Linked) -> list[str]:
    table = entity.plural
    parts = ['sa.Column("id", sa.Uuid(), nullable=False)']
    named: list[str] = []
    indexed: list[str] = []
    for field in entity.fields:
        kind = kind_of(field).migration(field)
        parts.append(f'sa.Column("{field.name}", {kind}, nullable={field.nullable})')
        if field.unique:
            named.append(_unique(table, field.name))
        elif field.index:
            indexed.append(field.name)
    for key in linked.keys_of(entity):
        parts.append(f'sa.Column("{key.column}", sa.Uuid(), nullable={not key.required})')
        named.append(_foreign(table, key.column, key.target.table, key.on_delete))
        if key.unique:
            named.append(_unique(table, key.column))
        else:
            indexed.append(key.column)
    if linked.domain.access == "owner":
        parts.append('sa.Column("owner_id", sa.Uuid(), nullable=False)')
        named.append(_foreign(table, "owner_id", "users", "cascade"))
        indexed.append("owner_id")
    parts += [
        'sa.Column("created_at", sa.DateTime(timezone=True), nullable=False)',
        'sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False)',
        'sa.Column("version", sa.Integer(), nullable=False)',
    ]
    for name, expression in checks(entity):
        full = _named(f"ck_{table}_{name}")
        named.append(f"sa.CheckConstraint({quoted(expression)}, name=op.f({full}))")
    primary = f'sa.PrimaryKeyConstraint("id", name=op.f("pk_{table}"))'
    return [_call(table, [*parts, primary, *named]), *(_index(table, name) for name in indexed)]


def _create_association(many: Many) -> list[str]:
    parts = [f'sa.Column("{column}", sa.Uuid(), nullable=False)' for column in many.columns]
    first, second = many.columns
    parts.append(
        f'sa.PrimaryKeyConstraint("{first}", "{second}", name=op.f({_named(f"pk_{many.table}")}))'
    )
    parts.append(_foreign(many.table, first, many.owner.plural, "cascade"))
    parts.append(_foreign(many.table, second, many.target.table, "cascade"))
    return [_call(many.table, parts), _index(many.table, first), _index(many.table, second)]


def _call(table: str, parts: list[str]) -> str:
    return f'op.create_table("{table}", {", ".join(parts)},)'


def _unique(table: str, column: str) -> str:
    return f'sa.UniqueConstraint("{column}", name=op.f({_named(f"uq_{table}_{column}")}))'


def _foreign(table: str, column: str, target: str, rule: str) -> str:
    name = _named(f"fk_{table}_{column}_{target}")
    ends = f'["{column}"], ["{target}.id"]'
    return f'sa.ForeignKeyConstraint({ends}, name=op.f({name}), ondelete="{_RULES[rule]}")'


def _index(table: str, column: str) -> str:
    return f'op.create_index(op.f({_named(f"ix_{table}_{column}")}), "{table}", ["{column}"])'


def _named(name: str) -> str:
    if len(name) <= _LONGEST:
        return f'"{name}"'
    raise refused(
        "name-too-long",
        f"a constraint would be called `{name}`",
        f"PostgreSQL takes {_LONGEST} characters",
        "shorten the names of the entity, its `plural`, the field or the relation",
    )
