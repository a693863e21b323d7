"""Mapped classes: SQLAlchemy in its 2.0 and older styles, and SQLModel.

Lives here: link_models.
Does not:   finding classes (classes_found.py), Pydantic models (link_schemas.py).
"""

from collections.abc import Iterator
from dataclasses import replace

from fe_skill.project.classes_found import of_classes
from fe_skill.project.interpreter.classes import class_attribute, lineage
from fe_skill.project.interpreter.machine import Machine
from fe_skill.project.interpreter.show import show
from fe_skill.project.interpreter.values import (
    Bound,
    Class,
    Const,
    External,
    Function,
    Made,
    Table,
    Value,
)
from fe_skill.project.lower import Node
from fe_skill.project.model import Column, Model, Relationship, Where
from fe_skill.project.protection import walk
from fe_skill.project.types import annotated

_BASES = frozenset(("sqlalchemy.DeclarativeBase", "sqlalchemy.DeclarativeBaseNoMeta"))
_LIBRARY_BASES = ("advanced_alchemy.base.", "fastapi_users_db_sqlalchemy.")
_MADE_BASES = ("declarative_base", "generate_base", "automap_base")
_SQLMODEL = frozenset(("sqlmodel.SQLModel", "sqlmodel.main.SQLModel"))
_COLUMN = frozenset(("sqlalchemy.Column", "sqlalchemy.mapped_column", "sqlalchemy.deferred"))
_RELATION = frozenset(("sqlalchemy.relationship", "sqlalchemy.relation", "sqlmodel.Relationship"))
_MAPPED = frozenset(("Mapped", "WriteOnlyMapped", "DynamicMapped"))
_MANY = frozenset(("list", "List", "set", "Set", "Sequence", "Collection", "tuple"))


def link_models(m: Machine) -> tuple[Model, ...]:
    """Every mapped class, with the columns that it takes from mixins."""
    models = of_classes(m, _model)
    by_name = {model.name: model for model in models}
    return tuple(_with_kinds(model, by_name) for model in models)


def declarative_base(m: Machine, cls: Class) -> tuple[str, str] | None:
    """The declarative base of a class and its style, or None: not a mapped class."""
    above: list[Class] = []
    for base in lineage(m, cls):
        if isinstance(base, Class):
            above.append(base)
            if any("as_declarative" in getattr(d, "name", "") for d in base.decorators):
                return _dotted(m, base), "legacy"
            continue
        if base.name.startswith(_LIBRARY_BASES):
            return base.name, "mapped"
        if base.name in _BASES:
            own = next((c for c in reversed(above) if base in map(m.force, c.bases)), None)
            return (_dotted(m, own) if own else base.name), "mapped"
        if base.name in _SQLMODEL:
            return base.name, "sqlmodel"
        if isinstance(base, Made) and base.name.endswith(_MADE_BASES):
            return f"{m.layout.dotted(base.place.path)}.Base", "legacy"
    return None


def _dotted(m: Machine, cls: Class) -> str:
    return f"{m.layout.dotted(cls.module)}.{cls.qualname}"


def is_mapped(m: Machine, cls: Class) -> bool:
    """Whether the class has a table: a base alone, or a SQLModel without one, has none."""
    base = declarative_base(m, cls)
    if base is None:
        return False
    if base[1] == "sqlmodel":
        flags = [c.keywords.get("table") for c in lineage(m, cls) if isinstance(c, Class)]
        return any(isinstance(flag, Const) and flag.value is True for flag in flags)
    return base[0] != _dotted(m, cls) and not _is_direct_base(m, cls)


def _is_direct_base(m: Machine, cls: Class) -> bool:
    bases = [getattr(m.force(base), "name", "") for base in cls.bases]
    return bool(_BASES.intersection(bases))


def _model(m: Machine, cls: Class) -> Model | None:
    base = declarative_base(m, cls)
    if base is None or not is_mapped(m, cls):
        return None
    above = [c for c in lineage(m, cls) if isinstance(c, Class)]
    mixins = tuple(c.name for c in above[1:] if declarative_base(m, c) is None)
    flag = cls.scope.names.get("__abstract__")
    abstract = isinstance(flag, Const) and flag.value is True
    columns: dict[str, Column] = {}
    relations: dict[str, Relationship] = {}
    for one in reversed(above):
        for item in _members(m, one, sqlmodel=base[1] == "sqlmodel"):
            if isinstance(item, Column):
                columns[item.name] = item
            else:
                relations[item.name] = item
    return Model(
        name=cls.name,
        dotted=_dotted(m, cls),
        table=_table(m, cls, sqlmodel=base[1] == "sqlmodel"),
        where=Where(*cls.place),
        end_line=cls.node[3],
        base=base[0],
        style=base[1],
        abstract=abstract,
        mixins=mixins,
        columns=tuple(columns.values()),
        relationships=tuple(relations.values()),
    )


def _table(m: Machine, cls: Class, *, sqlmodel: bool) -> str | None:
    value = class_attribute(m, cls, "__tablename__")
    if isinstance(value, Function):
        value = m.call(Bound(value, cls), [], {}, cls.place)
    if isinstance(value, Const) and isinstance(value.value, str):
        return value.value
    table = class_attribute(m, cls, "__table__")
    if isinstance(table, Made) and table.args and isinstance(table.args[0], Const):
        return str(table.args[0].value)
    return cls.name.lower() if sqlmodel and value is None else None


def _members(m: Machine, cls: Class, *, sqlmodel: bool) -> Iterator[Column | Relationship]:
    for node in cls.node[7]:
        if node[0] == ":" and node[2][0] == "n":
            name, annotation = node[2][1], node[3]
        elif node[0] == "=" and node[2][0][0] == "n":
            name, annotation = node[2][0][1], None
        else:
            continue
        value = m.force(cls.scope.names.get(name, Const(None)))
        made = value if isinstance(value, Made) else None
        found = _member(m, name, annotation, made, Where(cls.module, node[1]), sqlmodel=sqlmodel)
        if isinstance(found, Column) and annotation is not None:
            found = _with_alias(m, found, annotation, cls)
        if isinstance(found, Column) and _BY_ATTRIBUTE in found.foreign_keys:
            named = _key_by_attribute(m, node[-1], cls, sqlmodel=sqlmodel)
            keys = (named if key == _BY_ATTRIBUTE else key for key in found.foreign_keys)
            found = replace(found, foreign_keys=tuple(keys))
        if found is not None:
            yield found


def _with_alias(m: Machine, column: Column, annotation: Node, cls: Class) -> Column:
    """The column with what the name in `Mapped[name]` stands for: `Annotated[int, column(...)]`."""
    inner = _inner(annotation)
    if inner is None or inner[0] not in {"n", "."}:
        return column
    plain, extras = annotated(m, m.evaluate(inner, cls.scope))
    made = next((e for e in extras if isinstance(e, Made) and e.name in _COLUMN), None)
    if made is None:
        return column
    told = _column(m, column.name, None, made, column.where)
    kind = told.type or getattr(plain, "name", "").rpartition(".")[2] or column.type
    primary = column.primary_key or told.primary_key
    return replace(
        column,
        type=kind,
        primary_key=primary,
        nullable=not primary and (column.nullable or _flag(made.kwargs, "nullable") is True),
        unique=column.unique or told.unique,
        index=column.index or told.index,
        foreign_keys=column.foreign_keys or told.foreign_keys,
        default=column.default or told.default,
    )


def _key_by_attribute(m: Machine, node: Node, cls: Class, *, sqlmodel: bool) -> str:
    """What `ForeignKey(Model.column)` refers to."""
    for call in walk([node]):
        if call[0] != "call" or _head(call[1]) != "ForeignKey" or not call[2]:
            continue
        first = call[2][0]
        model = m.evaluate(first[1], cls.scope) if first[0] == "." else None
        model = None if model is None else m.force(model)
        if isinstance(model, Class):
            return f"{_table(m, model, sqlmodel=sqlmodel) or model.name}.{first[2]}"
    return _BY_ATTRIBUTE


def _member(
    m: Machine,
    name: str,
    annotation: Node | None,
    made: Made | None,
    where: Where,
    *,
    sqlmodel: bool,
) -> Column | Relationship | None:
    if name.startswith("__") or name in {"model_config", "metadata", "registry"}:
        return None
    if made is not None and made.name in _RELATION:
        return _relationship(name, annotation, made, where)
    inner = _inner(annotation)
    if made is not None and made.name in _COLUMN:
        return _column(m, name, inner, made, where)
    if annotation is not None and _head(annotation) in _MAPPED and made is None:
        return _column(m, name, inner, None, where)
    if sqlmodel and annotation is not None and _head(annotation) != "ClassVar":
        return _column(m, name, annotation, made, where)
    return None


def _head(node: Node) -> str:
    base = node[1] if node[0] == "sub" else node
    return str(base[-1]) if base[0] in {"n", "."} else ""


def _inner(annotation: Node | None) -> Node | None:
    """The type inside `Mapped[...]`."""
    if annotation is not None and annotation[0] == "sub" and _head(annotation) in _MAPPED:
        found: Node = annotation[2]
        return found
    return annotation


def _optional(node: Node | None) -> bool:
    if node is None:
        return False
    if node[0] == "sub" and _head(node) == "Optional":
        return True
    if node[0] == "sub" and _head(node) == "Annotated" and node[2][0] == "seq":
        return _optional(node[2][2][0])
    return node[0] == "bin" and ["c", None] in node[2:]


def _column(m: Machine, name: str, inner: Node | None, made: Made | None, where: Where) -> Column:
    args = [m.force(arg) for arg in made.args] if made else []
    kwargs = made.kwargs if made else {}
    sa_column = kwargs.get("sa_column")
    if isinstance(sa_column, Made):
        args, kwargs = [m.force(a) for a in sa_column.args], {**kwargs, **sa_column.kwargs}
    if args and isinstance(args[0], Const) and isinstance(args[0].value, str):
        args = args[1:]  # the column's name in the database
    keys = [key for arg in args if (key := _foreign_key(arg)) is not None]
    foreign = kwargs.get("foreign_key")
    if isinstance(foreign, Const) and foreign.value:
        keys.append(str(foreign.value))
    primary = _flag(kwargs, "primary_key") is True
    nullable = _flag(kwargs, "nullable")
    if nullable is None:
        nullable = not primary if inner is None else _optional(inner) and not primary
    return Column(
        name=name,
        type=_type(args, kwargs, inner),
        where=where,
        primary_key=primary,
        nullable=nullable,
        unique=_flag(kwargs, "unique") is True,
        index=_flag(kwargs, "index") is True,
        foreign_keys=tuple(keys),
        default=bool(_DEFAULTS & kwargs.keys()),
    )


# A foreign key that names its column as a model's attribute, not by a text.
_BY_ATTRIBUTE = "?"
_DEFAULTS = frozenset(("default", "server_default", "default_factory", "insert_default", "init"))


def _flag(kwargs: dict[str, Value], name: str) -> bool | None:
    value = kwargs.get(name)
    return value.value if isinstance(value, Const) and isinstance(value.value, bool) else None


def _foreign_key(value: Value) -> str | None:
    if not isinstance(value, Made) or value.name != "sqlalchemy.ForeignKey" or not value.args:
        return None
    first = value.args[0]
    if isinstance(first, Const):
        return str(first.value)
    return first.name if isinstance(first, External) else _BY_ATTRIBUTE


def _type(args: list[Value], kwargs: dict[str, Value], inner: Node | None) -> str | None:
    for value in [*args[:1], kwargs.get("type_"), kwargs.get("sa_type")]:
        if isinstance(value, Class):
            return value.name
        if isinstance(value, External | Made) and value.name != "sqlalchemy.ForeignKey":
            return value.name.rpartition(".")[2]
    return None if inner is None else show(inner)


def _relationship(name: str, annotation: Node | None, made: Made, where: Where) -> Relationship:
    target = made.args[0] if made.args else made.kwargs.get("argument")
    inner = _inner(annotation)
    text = _target_text(target) or _entity(inner)
    uselist = _flag(made.kwargs, "uselist")
    many = uselist if uselist is not None else _is_many(inner)
    secondary = made.kwargs.get("secondary") or made.kwargs.get("link_model")
    lazy = made.kwargs.get("lazy") or _inner_option(made, "lazy")
    back = made.kwargs.get("back_populates") or made.kwargs.get("backref")
    kind = None if many is None else "one-to-many" if many else "one"
    return Relationship(
        name=name,
        target=text,
        kind="many-to-many" if secondary is not None else kind,
        lazy=str(lazy.value) if isinstance(lazy, Const) else "select",
        back=str(back.value) if isinstance(back, Const) else None,
        secondary=_target_text(secondary),
        where=where,
    )


def _inner_option(made: Made, name: str) -> Value | None:
    """What SQLModel hands on to SQLAlchemy's own relationship."""
    given = made.kwargs.get("sa_relationship_kwargs")
    pairs = given.pairs if isinstance(given, Table) else ()
    found = (value for key, value in pairs if isinstance(key, Const) and key.value == name)
    return next(found, None)


def _target_text(value: Value | None) -> str | None:
    if isinstance(value, Const) and isinstance(value.value, str):
        return value.value.rpartition(".")[2]
    if isinstance(value, Made) and value.args and isinstance(value.args[0], Const):
        return str(value.args[0].value)
    return value.name if isinstance(value, Class | Function) else None


def _is_many(node: Node | None) -> bool | None:
    return None if node is None else _head(node) in _MANY


def _entity(node: Node | None) -> str | None:
    """The class that an annotation names, inside lists and options."""
    if node is None:
        return None
    if node[0] == "sub":
        return _entity(node[2])
    if node[0] == "bin":
        parts = [part for part in node[2:] if part != ["c", None]]
        return _entity(parts[0]) if parts else None
    if node[0] == "c" and isinstance(node[1], str):
        return node[1].rpartition(".")[2]
    return str(node[-1]) if node[0] in {"n", "."} else None


def _with_kinds(model: Model, by_name: dict[str, Model]) -> Model:
    """Relationships told apart by where the foreign key is; None where it isn't seen."""
    found: list[Relationship] = []
    for relation in model.relationships:
        target = by_name.get(relation.target or "")
        kind = relation.kind
        if kind in {"one", None}:
            kind = None if target is None else _kind(model, target, single=kind == "one")
        found.append(replace(relation, kind=kind))
    return replace(model, relationships=tuple(found))


def _kind(model: Model, target: Model, *, single: bool) -> str | None:
    owns, owned = _refers(model, target), _refers(target, model)
    if single:
        return "many-to-one" if owns else "one-to-one"
    if owns == owned:
        return None
    return "many-to-one" if owns else "one-to-many"


def _refers(model: Model, target: Model) -> bool:
    """Whether a foreign key of `model` is to the table of `target`.

    Where the table's name isn't known it is what such names are made of: the class's.
    """
    keys = (key.rpartition(".")[0] for c in model.columns for key in c.foreign_keys)
    tables = {key.rpartition(".")[2].lower().replace("_", "") for key in keys}
    return (target.table or target.name).lower().replace("_", "") in tables
