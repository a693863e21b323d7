"""A domain as it was asked for, judged and complete: frozen values that the rest works from.

Lives here: Field, Relation, Entity, Domain, Access.
Does not:   how a caller writes one (given.py, shorthand.py), or what is refused (judge.py).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from fe_skill.domains.inflection import article, snake, words_of

Access = Literal["authenticated", "public-read", "public", "owner", "role"]
RelationKind = Literal["many-to-one", "one-to-many", "one-to-one", "many-to-many"]
OnDelete = Literal["cascade", "restrict", "set-null"]


@dataclass(frozen=True, kw_only=True)
class Field:
    """A value of an entity. `size` is a text's or decimal's, `scale` a decimal's."""

    name: str
    type: str
    required: bool = True
    unique: bool = False
    index: bool = False
    default: object = None
    min: float | None = None
    max: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    choices: tuple[str, ...] = ()
    precision: int = 12
    scale: int = 2
    secret: bool = False
    read_only: bool = False
    description: str | None = None
    example: object = None

    @property
    def nullable(self) -> bool:
        """Whether a row may be without it."""
        return not self.required


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A way from one entity to another; `domain` is None where the call itself has the target."""

    name: str
    to: str
    domain: str | None
    kind: RelationKind
    back: str | None = None
    required: bool | None = None
    on_delete: OnDelete | None = None


@dataclass(frozen=True)
class Entity:
    """One table with its routes."""

    name: str
    plural: str
    description: str | None
    fields: tuple[Field, ...]
    relations: tuple[Relation, ...]
    search: tuple[str, ...]
    order_by: tuple[str, ...] | None
    soft_delete: bool = False
    audit: bool = False

    @cached_property
    def module(self) -> str:
        """The name in snake case: of files, variables and path parameters."""
        return snake(self.name)

    @property
    def words(self) -> str:
        """The name as people write it."""
        return words_of(self.module)

    @property
    def a_words(self) -> str:
        """The same with its article."""
        return article(self.words)

    @property
    def many_words(self) -> str:
        """The plural as people write it."""
        return words_of(self.plural)

    @property
    def path(self) -> str:
        """The plural as a part of a URL."""
        return self.plural.replace("_", "-")


@dataclass(frozen=True)
class Domain:
    """Entities that belong together. `role` is set where `access` is "role".

    `stated` tells whether the caller named the access, or left it to the domain that is there.
    """

    name: str
    entities: tuple[Entity, ...]
    access: Access
    role: str | None = None
    stated: bool = False
