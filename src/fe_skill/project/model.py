"""The facts of a project: frozen, linked, and free of how they were found.

Lives here: the value of each kind of fact (reader.py holds them together).
Does not:   where they come from (link_*.py), how they are shown (tools/describe_project.py).

Names are dotted as the project would import them ("app.users.service.create_user"); paths are
relative to the project's root with "/"; lines count from 1.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Where:
    """A line of a file."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Gap:
    """What exists and can't be told from the source."""

    where: Where
    what: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Route:
    """One method on one path of one application.

    `order` is its place in matching order. `conditional`: some condition on the way can't be
    decided, or doesn't hold with default settings; `when` tells them. `assumed`: the path rests on
    a setting's default. `via` is the chain of includes and mounts.
    """

    app: str
    method: str
    path: str
    function: str
    where: Where
    registered: Where
    order: int
    protected: bool
    has_scheme: bool
    dependencies: tuple[str, ...]
    request: tuple[str, ...]
    response_model: str | None
    status_code: int | None
    tags: tuple[str, ...]
    when: tuple[str, ...] = ()
    conditional: bool = False
    assumed: bool = False
    via: tuple[Where, ...] = ()
    is_async: bool = False
    shadowed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """An application object. `name` is "module:variable" or "module:factory()"."""

    name: str
    where: Where
    routes: int
    mounts: tuple[str, ...]
    middleware: tuple[str, ...]
    handlers: tuple[str, ...]
    lifespan: str | None


@dataclass(frozen=True, slots=True)
class RouterFact:
    """A router, and whether an application reaches it."""

    name: str
    where: Where
    prefix: str | None
    tags: tuple[str, ...]
    included: bool


@dataclass(frozen=True, slots=True)
class Dependency:
    """Something that routes depend on.

    `kind` is function, class, instance, scheme or library; `scheme` that a security scheme is
    below; `refuses` that it answers 401 or 403; `yields` what type it hands out.
    """

    name: str
    where: Where | None
    kind: str
    scheme: bool
    protects: bool
    yields: str | None
    needs: tuple[str, ...]
    routes: int


@dataclass(frozen=True, slots=True)
class Column:
    """A mapped column."""

    name: str
    type: str | None
    where: Where
    primary_key: bool
    nullable: bool | None
    unique: bool
    index: bool
    foreign_keys: tuple[str, ...]
    default: bool


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship. `kind` is many-to-one, one-to-many, one-to-one or many-to-many."""

    name: str
    target: str | None
    kind: str | None
    lazy: str
    back: str | None
    secondary: str | None
    where: Where


@dataclass(frozen=True, slots=True)
class Model:
    """A mapped class. `base` is its declarative base, `style` mapped, legacy or sqlmodel."""

    name: str
    dotted: str
    table: str | None
    where: Where
    end_line: int
    base: str | None
    style: str
    abstract: bool
    mixins: tuple[str, ...]
    columns: tuple[Column, ...]
    relationships: tuple[Relationship, ...]


@dataclass(frozen=True, slots=True)
class SchemaField:
    """A field of a Pydantic model."""

    name: str
    type: str | None
    required: bool
    where: Where


@dataclass(frozen=True, slots=True)
class Schema:
    """A Pydantic model. `reads` is the mapped class that it is read from, where one is known."""

    name: str
    dotted: str
    where: Where
    bases: tuple[str, ...]
    fields: tuple[SchemaField, ...]
    validators: tuple[str, ...]
    from_attributes: bool
    config: tuple[str, ...]
    legacy: tuple[str, ...]
    reads: str | None


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable of a settings class. `default` is shown only where it is no secret."""

    name: str
    variable: str
    type: str | None
    required: bool
    where: Where


@dataclass(frozen=True, slots=True)
class SettingsClass:
    """A class whose fields come from the environment."""

    name: str
    dotted: str
    where: Where
    prefix: str
    variables: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """One migration."""

    id: str
    down: tuple[str, ...]
    where: Where
    message: str
    creates: tuple[str, ...]
    drops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Migrations:
    """One Alembic tree."""

    folder: str
    env: Where | None
    heads: tuple[str, ...]
    revisions: tuple[Revision, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SessionFact:
    """Where sessions or engines come from."""

    name: str
    where: Where
    kind: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A statement that is built in a function."""

    function: str
    where: Where
    statement: str
    entities: tuple[str, ...]
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueryUse:
    """A statement with the routes that it serves; `chain` are the calls from the nearest one."""

    query: Query
    routes: tuple[str, ...]
    chain: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Convention:
    """A habit: `follow` of `total` places; `others` is what the rest do instead."""

    name: str
    value: str
    follow: int
    total: int
    others: tuple[tuple[str, int], ...]
    example: Where | None


@dataclass(frozen=True, slots=True)
class Domain:
    """A part of the application that is laid out by itself."""

    name: str
    path: str
    layout: str
    models: tuple[str, ...]
    routes: int


@dataclass(frozen=True, slots=True)
class Setup:
    """A call that sets up logging, metrics, traces or error reports. `what` is its dotted name."""

    what: str
    where: Where


@dataclass(frozen=True, slots=True)
class Fixture:
    """A test fixture that gives a client, a session or an application, or that overrides.

    `gives` is what it yields or returns, as it is written; `needs` are its parameters.
    """

    name: str
    where: Where
    scope: str
    gives: str | None
    needs: tuple[str, ...]
    overrides: tuple[str, ...]
    is_async: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds the application: interpreter, distributions, tests."""

    python: str | None
    distributions: tuple[tuple[str, str], ...]
    package_roots: tuple[str, ...]
    test_clients: tuple[Where, ...]
    overrides: tuple[Where, ...]
    telemetry: tuple[str, ...]
