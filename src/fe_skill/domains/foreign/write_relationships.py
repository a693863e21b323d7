"""The relationships of an entity's class, on both sides of each key within one call.

Lives here: relationships.
Does not:   keys (write_models.py), or the classes that were there: these are left as they are.
"""

from collections import Counter
from collections.abc import Sequence

from fe_skill.domains.foreign.idiom import Idiom
from fe_skill.domains.foreign.made import Link, Made
from fe_skill.domains.foreign.piece import Piece, piece

_DELETED = {
    "CASCADE": {"cascade": '"all, delete-orphan"', "passive_deletes": "True"},
    "SET NULL": {"passive_deletes": "True"},
    "RESTRICT": {"passive_deletes": '"all"'},
}


def relationships(made: Made, every: Sequence[Made], idiom: Idiom) -> list[Piece]:
    """The lines of the class; none where the project's classes have no relationships."""
    if not idiom.model.relates:
        return []
    found = []
    for link in made.links:
        parent = _parent(made, link, every)
        if parent is not None:
            found.append(_one(link, parent, _back(link, made), idiom))
    return found + [
        _many(link, child, idiom)
        for child in every
        for link in child.links
        if _parent(child, link, every) is made
    ]


def _parent(made: Made, link: Link, every: Sequence[Made]) -> Made | None:
    """The entity that a key points to, where a relationship between the two can only be this."""
    parent = next((one for one in every if one.entity.name == link.made), None)
    several = Counter(each.made for each in made.links)[link.made] > 1
    if parent is None or parent is made or several or link.on_delete is None:
        return None
    taken = {field.field.name for field in made.fields}
    above = {field.field.name for field in parent.fields}
    clash = link.attribute in taken or _back(link, made) in above
    return None if clash or link.attribute == link.name else parent


def _back(link: Link, child: Made) -> str:
    return link.back or (child.entity.module if link.unique else child.entity.plural)


def _one(link: Link, parent: Made, back: str, idiom: Idiom) -> Piece:
    """The side of the key."""
    # SQLModel's classes say "may be missing" of each: it isn't loaded at first.
    sure = link.required and idiom.model.style != "sqlmodel"
    kind = piece(f'"{parent.model}"') if sure else _maybe(parent)
    return _written(link.attribute, parent, kind, {"back_populates": f'"{back}"'}, idiom)


def _many(link: Link, child: Made, idiom: Idiom) -> Piece:
    """The other side."""
    arguments = {"back_populates": f'"{link.attribute}"', **_DELETED.get(link.on_delete or "", {})}
    if link.unique:
        arguments["uselist"] = "False"
        return _written(_back(link, child), child, _maybe(child), arguments, idiom)
    listed = "List" if idiom.lists else "list"
    needs = ("typing.List",) if idiom.lists else ()
    kind = piece(f'{listed}["{child.model}"]', *needs)
    return _written(_back(link, child), child, kind, arguments, idiom)


def _maybe(other: Made) -> Piece:
    return piece(f'Optional["{other.model}"]', "typing.Optional")


def _written(name: str, other: Made, kind: Piece, arguments: dict[str, str], idiom: Idiom) -> Piece:
    """One relationship in the form that the project's classes have."""
    model, typed = idiom.model, other.model_needs
    lazy = model.lazy or ("raise" if idiom.session.is_async else None)
    given = {**arguments, **({"lazy": f'"{lazy}"'} if lazy else {})}
    if model.style == "sqlmodel":
        return _of_sqlmodel(name, other, kind, given)
    if model.style == "mapped":
        if model.dataclass:
            given["init"] = "False"
        text = f"{name}: Mapped[{kind.text}] = relationship({_joined(given)})"
        orm = piece("", "sqlalchemy.orm.Mapped", "sqlalchemy.orm.relationship").needs
        return Piece(text, orm | kind.needs, typed)
    text = f'{name} = relationship("{other.model}", {_joined(given)})'
    return Piece(text, piece("", "sqlalchemy.orm.relationship").needs)


def _joined(arguments: dict[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in arguments.items())


def _of_sqlmodel(name: str, other: Made, kind: Piece, given: dict[str, str]) -> Piece:
    """SQLModel hands on what it knows nothing of, and reads names inside of types alone."""
    back = given.pop("back_populates")
    rest = ", ".join(f'"{key}": {value}' for key, value in given.items())
    more = f", sa_relationship_kwargs={{{rest}}}" if rest else ""
    text = f"{name}: {kind.text} = Relationship(back_populates={back}{more})"
    return Piece(text, kind.needs | piece("", "sqlmodel.Relationship").needs, other.model_needs)
