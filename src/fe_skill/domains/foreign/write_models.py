"""The mapped class of an entity.

Lives here: model_section, base_fields, sqlmodel_field.
Does not:   schemas (write_schemas.py).
"""

from collections.abc import Sequence

from fe_skill.domains.foreign.fields import Written
from fe_skill.domains.foreign.idiom import Extra, Idiom
from fe_skill.domains.foreign.made import Link, Made
from fe_skill.domains.foreign.piece import Need, Piece, piece
from fe_skill.domains.foreign.text import rendered

_NEEDED = {
    "text": ("sa_type=Text", "sqlalchemy.Text"),
    "enum": ("sa_type=String", "sqlalchemy.String"),
    "bigint": ("sa_type=BigInteger", "sqlalchemy.BigInteger"),
    "json": ("sa_type=JSON", "sqlalchemy.JSON"),
    "datetime": ("sa_type=DateTime(timezone=True)", "sqlalchemy.DateTime"),
}


def model_section(made: Made, idiom: Idiom, more: Sequence[Piece] = ()) -> Piece:
    """The class, as the neighbour's is written; `more` are its last lines."""
    model = idiom.model
    lines, needs = _lines(made, idiom)
    lines += [each.text for each in more]
    needs = needs.union(*(each.needs for each in more))
    statement = [f'__tablename__ = "{made.table}"', ""] if model.table is not None else []
    bases = (
        [made.base] if made.base and model.style == "sqlmodel" and idiom.schema.with_model else []
    )
    # The base of all comes with the forms' own.
    above = [b for b in model.bases if not bases or b.text.rpartition(".")[2] != "SQLModel"]
    bases += [b.text for b in above]
    needs |= frozenset[Need]().union(*(b.needs for b in above))
    keywords = [model.keywords] if model.keywords else []
    text = rendered(
        "class",
        {
            "name": made.model,
            "bases": f"({', '.join([*bases, *keywords])})",
            "doc": doc_of(made) if model.documented else "",
            "lines": [*statement, *lines],
        },
    )
    return Piece(text, needs, frozenset[Need]().union(*(each.typed for each in more)))


def doc_of(made: Made) -> str:
    """What an entity's classes say of themselves."""
    return f"{made.entity.description or made.entity.a_words.capitalize()}."


def _lines(made: Made, idiom: Idiom) -> tuple[list[str], frozenset[Need]]:
    """The statements of the class, those without defaults first where that matters."""
    model = idiom.model
    key = Piece(made.twin(model.key.statement.text), model.key.statement.needs)
    parts = [key] if key.text else []
    based = made.base is not None and model.style == "sqlmodel" and idiom.schema.with_model
    fields = [f for f in made.fields if not based or not in_base(f)]
    plain = [f for f in fields if f.default is None]
    rest = [f for f in fields if f.default is not None]
    ordered = [*plain, *rest] if model.dataclass else fields
    links = [link for link in made.links if not based]
    needy = [link for link in links if link.required] + ([made.owner] if made.owner else [])
    loose = [link for link in links if not link.required]
    columns = {f: _column(f, idiom) for f in ordered}
    if model.dataclass:
        parts += [columns[f] for f in plain] + [_link(link, idiom) for link in needy]
        parts += [columns[f] for f in rest] + [_link(link, idiom) for link in loose]
    else:
        parts += [columns[f] for f in ordered] + [_link(link, idiom) for link in [*needy, *loose]]
    parts += [_extra(made, extra) for extra in model.extras]
    return [p.text for p in parts], frozenset[Need]().union(*(p.needs for p in parts))


def in_base(field: Written) -> bool:
    """Whether every form of an entity has the field."""
    return not field.field.secret and not field.field.read_only


def _extra(made: Made, extra: Extra) -> Piece:
    return Piece(made.twin(extra.statement.text), extra.statement.needs)


def _column(field: Written, idiom: Idiom) -> Piece:
    style = idiom.model.style
    if style == "sqlmodel":
        return sqlmodel_field(field)
    kind = field.column_type()
    flags = field.column_arguments()
    default = field.field.default
    if style == "legacy":
        parts = [kind.text, *flags, *([] if field.field.nullable else ["nullable=False"])]
        parts += [f"default={field.default}"] if default is not None else []
        needs = kind.needs | column_call(idiom)
        return Piece(f"{field.field.name} = {idiom.model.prefix}Column({', '.join(parts)})", needs)
    python = field.optional(field.python) if field.field.nullable else field.python
    arguments = [] if field.told else [kind.text]
    arguments += flags
    if default is not None or (idiom.model.dataclass and field.field.nullable):
        arguments.append(f"default={field.default}")
    needs = python.needs | piece("", "sqlalchemy.orm.Mapped").needs
    text = f"{field.field.name}: Mapped[{python.text}]"
    if arguments:
        text += f" = mapped_column({', '.join(arguments)})"
        needs |= piece("", "sqlalchemy.orm.mapped_column").needs
        needs |= frozenset() if field.told else kind.needs
    if field.field.type == "decimal":
        needs |= piece("", "decimal.Decimal").needs
    return Piece(text, needs)


def column_call(idiom: Idiom) -> frozenset[Need]:
    """The need for SQLAlchemy's `Column`, or for the module where types are taken from it."""
    if idiom.model.prefix:
        return frozenset({Need("sqlalchemy", "sa")})
    return piece("", "sqlalchemy.Column").needs


def sqlmodel_field(field: Written) -> Piece:
    """A field of a SQLModel class, table or not."""
    schema = field.schema
    needs = schema.needs
    bounds = field.constraints()
    patterns = [bound for bound in bounds if bound.startswith(("pattern=", "regex="))]
    if patterns:
        schema = Piece(f"Annotated[{schema.text}, StringConstraints({patterns[0]})]", needs)
        needs |= piece("", "typing.Annotated", "pydantic.StringConstraints").needs
    arguments = [bound for bound in bounds if bound not in patterns]
    default = field.default
    arguments = ([f"default={default}"] if default is not None else []) + arguments
    arguments += field.column_arguments()
    note = ""
    if field.field.type in _NEEDED:
        argument, dotted = _NEEDED[field.field.type]
        arguments.append(argument)
        needs |= piece("", dotted).needs
        note = "  # type: ignore[call-overload]" if field.field.type == "datetime" else ""
    if field.field.type == "email" and field.email:
        arguments.append("max_length=254")
    if field.field.nullable:
        schema = field.optional(schema)
        needs |= schema.needs
    if "Decimal(" in (default or ""):
        needs |= piece("", "decimal.Decimal").needs
    text = f"{field.field.name}: {schema.text}"
    if arguments == [f"default={default}"]:
        return Piece(f"{text} = {default}", needs)
    if arguments:
        text += f" = Field({', '.join(arguments)}){note}"
        needs |= piece("", "sqlmodel.Field").needs
    return Piece(text, needs)


def _link(link: Link, idiom: Idiom) -> Piece:
    style = idiom.model.style
    if style == "sqlmodel":
        return sqlmodel_link(link, idiom)
    flags = ["unique=True"] if link.unique else ["index=True"]
    rule = f', ondelete="{link.on_delete}"' if link.on_delete else ""
    prefix = idiom.model.prefix
    foreign = f'{prefix}ForeignKey("{link.table}.{link.key}"{rule})'
    needs = (
        frozenset({Need("sqlalchemy", "sa")})
        if prefix
        else piece("", "sqlalchemy.ForeignKey").needs
    )
    if style == "legacy":
        parts = [foreign, *flags, *(["nullable=False"] if link.required else [])]
        return Piece(
            f"{link.name} = {prefix}Column({', '.join(parts)})", needs | column_call(idiom)
        )
    python = link.python if link.required else optional(link.python, idiom)
    flags += ["default=None"] if idiom.model.dataclass and not link.required else []
    text = f"{link.name}: Mapped[{python.text}] = mapped_column({', '.join([foreign, *flags])})"
    orm = piece("", "sqlalchemy.orm.Mapped", "sqlalchemy.orm.mapped_column").needs
    return Piece(text, python.needs | needs | orm)


def sqlmodel_link(link: Link, idiom: Idiom) -> Piece:
    """A foreign key of a SQLModel class."""
    python = link.python if link.required else optional(link.python, idiom)
    arguments = [] if link.required else ["default=None"]
    arguments.append(f'foreign_key="{link.table}.{link.key}"')
    arguments.append("unique=True" if link.unique else "index=True")
    arguments += [f'ondelete="{link.on_delete}"'] if link.on_delete else []
    text = f"{link.name}: {python.text} = Field({', '.join(arguments)})"
    return Piece(text, python.needs | piece("", "sqlmodel.Field").needs)


def optional(kind: Piece, idiom: Idiom) -> Piece:
    """A type, or None."""
    if idiom.optional:
        return Piece(f"Optional[{kind.text}]", kind.needs | piece("", "typing.Optional").needs)
    return Piece(f"{kind.text} | None", kind.needs)
