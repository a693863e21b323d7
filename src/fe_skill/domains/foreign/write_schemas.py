"""The schemas of an entity.

Lives here: schema_sections.
Does not:   the mapped class (write_models.py).
"""

from dataclasses import dataclass

from fe_skill.domains.foreign.fields import Written
from fe_skill.domains.foreign.idiom import Extra, Idiom
from fe_skill.domains.foreign.made import Link, Made
from fe_skill.domains.foreign.piece import Need, Piece, piece
from fe_skill.domains.foreign.text import rendered
from fe_skill.domains.foreign.write_models import (
    in_base,
    optional,
    sqlmodel_field,
    sqlmodel_link,
)


def schema_sections(made: Made, idiom: Idiom) -> dict[str, list[Piece]]:
    """The schemas by role; "base" comes before the model where both share a file."""
    forms = _Forms(made, idiom)
    parent = idiom.schema.parent
    based = Piece(made.base) if made.base else parent
    found: dict[str, list[Piece]] = {"base": [], "create": [], "update": [], "out": []}
    if made.base:
        words = "What every form of {a} has"
        found["base"].append(forms.written(made.base, parent, forms.shared, words))
    own = [] if made.base else forms.shared
    words = "What a new {w} is made of"
    found["create"].append(forms.written(made.create, based, [*own, *forms.secret], words))
    words = "What may change of {a}"
    found["update"].append(forms.written(made.update, parent, forms.changes, words))
    found["out"].append(forms.written(made.out, based, forms.shown, "{A} as it is shown"))
    if made.many:
        words = "A page of {m}"
        found["out"].append(forms.written(made.many[0], parent, forms.page, words))
    return found


@dataclass(frozen=True)
class _Forms:
    """The fields of each schema of an entity."""

    made: Made
    idiom: Idiom

    @property
    def full(self) -> bool:
        """Whether schemas are SQLModel's classes."""
        return any(n.dotted == "sqlmodel.SQLModel" for n in self.idiom.schema.parent.needs)

    @property
    def sent(self) -> list[Written]:
        """What callers send."""
        return [field for field in self.made.fields if not field.field.read_only]

    def field(self, field: Written) -> Piece:
        """A field with its bounds."""
        return sqlmodel_field(field) if self.full else _field(field)

    @property
    def shared(self) -> list[Piece]:
        """What is sent and shown alike."""
        keys = [_key(link, self.idiom, full=self.full) for link in self.made.links]
        return [*(self.field(f) for f in self.sent if in_base(f)), *keys]

    @property
    def secret(self) -> list[Piece]:
        """What is sent and never shown."""
        return [self.field(f) for f in self.sent if f.field.secret]

    @property
    def changes(self) -> list[Piece]:
        """What may be sent to change a row."""
        fields = [_change(f, self.idiom, full=self.full) for f in self.sent]
        return [*fields, *(_change_key(link, self.idiom) for link in self.made.links)]

    @property
    def shown(self) -> list[Piece]:
        """What an answer has besides the base."""
        made, idiom = self.made, self.idiom
        kind = idiom.model.key.python
        config = Piece("\n    ".join(idiom.schema.config), _config_needs(idiom.schema.config))
        plain = [] if made.base else [_plain(f) for f in self.sent if in_base(f)]
        plain += [_plain(f) for f in made.fields if f.field.read_only and not f.field.secret]
        links = [*([] if made.base else made.links), *([made.owner] if made.owner else [])]
        return [
            *([] if self.full or not config.text else [config]),
            Piece(f"{made.twin(idiom.model.key.name)}: {kind.text}", kind.needs),
            *plain,
            *(_shown_key(link, idiom) for link in links),
            *(_moment(extra, idiom) for extra in idiom.model.extras),
        ]

    @property
    def page(self) -> list[Piece]:
        """What an envelope of rows has."""
        if self.made.many is None:
            return []
        _, rows, count = self.made.many
        listed = "List" if self.idiom.lists else "list"
        needs = piece("", "typing.List").needs if self.idiom.lists else frozenset[Need]()
        held = Piece(f"{rows}: {listed}[{self.made.out}]", needs)
        return [held, *([Piece(f"{count}: int")] if count else [])]

    def written(self, name: str, parent: Piece, lines: list[Piece], words: str) -> Piece:
        """A class of these lines."""
        entity = self.made.entity
        said = words.format(
            a=entity.a_words,
            A=entity.a_words.capitalize(),
            w=entity.words,
            m=entity.many_words,
        )
        answers = {
            "name": name,
            "bases": f"({parent.text})",
            "doc": f"{said}." if self.idiom.schema.documented else "",
            "lines": [line.text for line in lines],
        }
        needs = parent.needs.union(*(line.needs for line in lines))
        return Piece(rendered("class", answers), needs)


def _moment(extra: Extra, idiom: Idiom) -> Piece:
    kind = optional(extra.python, idiom) if extra.nullable else extra.python
    return Piece(f"{extra.name}: {kind.text}{' = None' if extra.nullable else ''}", kind.needs)


def _config_needs(config: tuple[str, ...]) -> frozenset[Need]:
    return (
        piece("", "pydantic.ConfigDict").needs if "ConfigDict" in "".join(config) else frozenset()
    )


def _field(field: Written) -> Piece:
    """A field of a Pydantic class, with its bounds."""
    kind = field.optional(field.schema) if field.field.nullable else field.schema
    return _with(field, kind, field.default)


def _with(field: Written, kind: Piece, default: str | None) -> Piece:
    bounds = field.constraints()
    needs = kind.needs
    if "Decimal(" in (default or ""):
        needs |= piece("", "decimal.Decimal").needs
    if bounds and kind != field.schema and _binds_within(field):
        kind, bounds = _bound_within(field, bounds, "pydantic.Field"), []
        needs |= kind.needs
    text = f"{field.field.name}: {kind.text}"
    if not bounds:
        return Piece(text + (f" = {default}" if default is not None else ""), needs)
    first = [f"default={default}"] if default is not None else []
    if not first and field.idiom.schema.version == 1:
        first = ["..."]
    needs |= piece("", "pydantic.Field").needs
    return Piece(f"{text} = Field({', '.join(first + bounds)})", needs)


def _binds_within(field: Written) -> bool:
    """Whether bounds have to stand inside of what may be missing: Pydantic 2 long asked for it."""
    return field.field.type == "decimal" and field.idiom.schema.version > 1


def _bound_within(field: Written, bounds: list[str], source: str) -> Piece:
    """The field's type with its bounds, or None."""
    text = f"Annotated[{field.schema.text}, Field({', '.join(bounds)})]"
    needs = field.schema.needs | piece("", "typing.Annotated", source).needs
    return field.optional(Piece(text, needs))


def _change(field: Written, idiom: Idiom, *, full: bool) -> Piece:
    """A field of what may change: each may be left out."""
    kind = field.optional(field.schema)
    if not full:
        return _with(field, kind, "None")
    bounds = field.constraints()
    patterns = [bound for bound in bounds if bound.startswith(("pattern=", "regex="))]
    needs = kind.needs
    if patterns:
        inner = Piece(f"Annotated[{field.schema.text}, StringConstraints({patterns[0]})]", needs)
        kind = optional(inner, idiom)
        needs |= kind.needs | piece("", "typing.Annotated", "pydantic.StringConstraints").needs
    rest = [bound for bound in bounds if bound not in patterns]
    if rest and _binds_within(field):
        kind, rest = _bound_within(field, rest, "sqlmodel.Field"), []
        needs |= kind.needs
    if not rest:
        return Piece(f"{field.field.name}: {kind.text} = None", needs)
    needs |= piece("", "sqlmodel.Field").needs
    return Piece(f"{field.field.name}: {kind.text} = Field(default=None, {', '.join(rest)})", needs)


def _plain(field: Written) -> Piece:
    kind = field.optional(field.schema) if field.field.nullable else field.schema
    return Piece(f"{field.field.name}: {kind.text}", kind.needs)


def _key(link: Link, idiom: Idiom, *, full: bool) -> Piece:
    if full and idiom.schema.with_model and idiom.schema.base:
        return sqlmodel_link(link, idiom)
    if link.required:
        return Piece(f"{link.name}: {link.python.text}", link.python.needs)
    kind = optional(link.python, idiom)
    return Piece(f"{link.name}: {kind.text} = None", kind.needs)


def _shown_key(link: Link, idiom: Idiom) -> Piece:
    kind = link.python if link.required else optional(link.python, idiom)
    return Piece(f"{link.name}: {kind.text}", kind.needs)


def _change_key(link: Link, idiom: Idiom) -> Piece:
    kind = optional(link.python, idiom)
    return Piece(f"{link.name}: {kind.text} = None", kind.needs)
