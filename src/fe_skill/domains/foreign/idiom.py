"""The habits of a project, as far as a new domain follows them.

All of it is frozen, and free of how it was found.

Lives here: Idiom and its parts.
Does not:   finding them (survey_*.py), or following them (write_*.py).
"""

from dataclasses import dataclass, field
from typing import Literal

from fe_skill.domains.foreign.piece import Piece
from fe_skill.domains.foreign.words import Names

Style = Literal["mapped", "legacy", "sqlmodel"]


@dataclass(frozen=True)
class Habit:
    """What is followed, and how many of how many places do so."""

    what: str
    follow: int
    total: int
    of: str

    def __str__(self) -> str:
        return f"{self.what} ({self.follow} of {self.total} {self.of})"


@dataclass(frozen=True)
class Param:
    """A parameter of a function: its name, type and default as they are written."""

    name: str
    annotation: Piece
    default: Piece | None = None


@dataclass(frozen=True)
class SessionIdiom:
    """How functions get their session.

    `runs` is "exec" where SQLModel's own is used, "query" where rows are asked for by `query()`.
    """

    param: Param
    kind: Piece
    dependency: str
    is_async: bool
    runs: Literal["execute", "exec", "query"]
    commits: bool


@dataclass(frozen=True)
class AuthIdiom:
    """How routes ask for a user: by a parameter, or in the decorator. `user` is its model."""

    dependency: str
    param: Param | None
    decorator: Piece | None
    user: str | None
    as_dict: bool


@dataclass(frozen=True)
class Extra:
    """A column that every model of the project brings along, as its class writes it."""

    name: str
    statement: Piece
    migration: str
    python: Piece
    nullable: bool
    filled: str | None


@dataclass(frozen=True)
class Inherited:
    """A column that a new class has from its bases, as a migration writes it."""

    name: str
    migration: str
    nullable: bool
    filled: str | None
    unique: bool
    index: bool
    foreign: str | None


@dataclass(frozen=True)
class KeyIdiom:
    """The primary key. `statement` is empty where a base class has it.

    `filled` is by what the database fills it, where it does.
    """

    name: str
    kind: Literal["int", "uuid", "string"]
    statement: Piece
    migration: str
    python: Piece
    filled: str | None = None


@dataclass(frozen=True)
class ModelIdiom:
    """How mapped classes are written. `prefix` stands before SQLAlchemy's types.

    `explicit` tells that columns have to name their type: the base gives Python's own another.
    `relates` tells that classes have relationships, `lazy` how most of them are loaded.
    """

    style: Style
    bases: tuple[Piece, ...]
    keywords: str
    key: KeyIdiom
    extras: tuple[Extra, ...]
    inherited: tuple[Inherited, ...]
    table: str | None
    table_plural: bool
    prefix: str
    explicit: bool
    relates: bool
    lazy: str | None
    dataclass: bool
    documented: bool


@dataclass(frozen=True)
class SchemaIdiom:
    """How schemas are named and built. Names are those of the neighbour."""

    create: str
    update: str
    out: str
    base: str | None
    many: tuple[str, str, str | None] | None
    parent: Piece
    config: tuple[str, ...]
    paths: dict[str, str] = field(hash=False)
    with_model: bool
    version: int
    documented: bool


@dataclass(frozen=True)
class Layer:
    """A class or a module of functions between the routes and the session.

    `holds` tells that the session is given to its constructor, `wiring` how routes get one:
    "depends", "provider", "instance", "constructed", or "" for functions. `wired` is the name of
    the provider or the instance, `given` the parameter of routes that holds it, `source` what
    makes it: in the layer's own file where `source_below`, else in that of the routes.
    """

    path: str
    style: Literal["functions", "class"]
    name: str
    holds: bool
    wiring: str
    wired: str
    given: Param | None
    source: Piece | None
    source_below: bool
    methods: dict[str, str] = field(hash=False)
    over: str | None
    parameter: Param | None
    documented: bool


@dataclass(frozen=True)
class DeletionIdiom:
    """What a deletion answers: its last line, the status in the decorator, its annotation."""

    last: Piece
    status: str | None
    returns: Piece | None


@dataclass(frozen=True)
class RouteIdiom:
    """How route functions are written."""

    path: str
    router: Piece
    preamble: tuple[Piece, ...]
    variable: str
    functions: dict[str, str] = field(hash=False)
    paths: dict[str, str] = field(hash=False)
    full: str
    update: str
    payloads: dict[str, str] = field(hash=False)
    id_name: str
    declares: bool
    returns: str
    created: str | None
    deletion: DeletionIdiom
    paging: tuple[str, str]
    annotates: bool
    documented: str
    is_async: bool
    described: bool


@dataclass(frozen=True)
class ErrorIdiom:
    """How a missing row and a conflict are raised, and by which part."""

    missing: Piece
    conflict: Piece
    in_layer: bool


@dataclass(frozen=True)
class Idiom:
    """All of it, with what is told to the caller."""

    names: Names
    session: SessionIdiom
    auth: AuthIdiom | None
    model: ModelIdiom
    schema: SchemaIdiom
    layers: tuple[Layer, ...]
    route: RouteIdiom
    error: ErrorIdiom
    relative: bool
    optional: bool
    lists: bool
    habits: tuple[Habit, ...]
