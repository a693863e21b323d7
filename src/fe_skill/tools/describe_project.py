"""`describe-project`: the facts of a FastAPI project, as an overview or kind by kind.

Lives here: the arguments, the reply, paging.
Does not:   the facts (project/), or how a fact is put in words (described.py).
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from fe_skill.call import Call
from fe_skill.tools.asked import offset_of, project_at
from fe_skill.tools.choices import Cursor, Project
from fe_skill.tools.tool import Hints, Reply, Tool

Kind = Literal[
    "routes",
    "models",
    "schemas",
    "dependencies",
    "settings",
    "migrations",
    "domains",
    "conventions",
    "queries",
    "around",
    "unresolved",
]


class Part(BaseModel):
    """Base of all parts of the reply."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class AppView(Part):
    """An application: its name to choose it by, where it is made, how much it has."""

    name: str
    file: str
    line: int
    routes: int
    protected: int
    mounts: tuple[str, ...]
    middleware: tuple[str, ...]
    handlers: tuple[str, ...]


class RouteView(Part):
    """A path operation with its full path. `when` is a condition that can't be decided here."""

    app: str
    method: str
    path: str
    function: str
    file: str
    line: int
    protected: bool
    dependencies: tuple[str, ...]
    request: tuple[str, ...]
    response_model: str | None
    status_code: int | None
    tags: tuple[str, ...]
    when: str | None
    shadowed_by: str | None


class RelationshipView(Part):
    """A relationship between models."""

    name: str
    target: str | None
    kind: str | None
    lazy: str


class ModelView(Part):
    """A mapped class; each column as "name: type", then what is special about it."""

    name: str
    table: str | None
    file: str
    line: int
    columns: tuple[str, ...]
    relationships: tuple[RelationshipView, ...]


class SchemaView(Part):
    """A Pydantic model; each field as "name: type", with "= ..." where it has a default."""

    name: str
    file: str
    line: int
    bases: tuple[str, ...]
    fields: tuple[str, ...]
    validators: tuple[str, ...]
    from_attributes: bool


class DependencyView(Part):
    """A dependency, how many routes need it, and whether it keeps callers out."""

    name: str
    file: str | None
    line: int | None
    kind: str
    protects: bool
    gives: str | None
    needs: tuple[str, ...]
    routes: int


class SettingsView(Part):
    """A settings class; each variable as "NAME: type", with "(required)" where it has to be set."""

    name: str
    file: str
    line: int
    variables: tuple[str, ...]


class MigrationsView(Part):
    """An Alembic tree; the revisions as "id: message"."""

    folder: str
    heads: tuple[str, ...]
    missing: tuple[str, ...]
    revisions: tuple[str, ...]


class DomainView(Part):
    """A part of the application that is laid out by itself."""

    name: str
    path: str
    layout: str
    models: tuple[str, ...]
    routes: int


class ConventionView(Part):
    """A habit, how many of how many places follow it, and one of them."""

    name: str
    value: str
    follow: int
    total: int
    example: str | None


class QueryView(Part):
    """A statement, the function that builds it, and the routes that it serves."""

    function: str
    file: str
    line: int
    statement: str
    entities: tuple[str, ...]
    options: tuple[str, ...]
    routes: tuple[str, ...]
    chain: tuple[str, ...]


class AroundView(Part):
    """Something around the application: what it is, what it is called, where, and more of it."""

    what: str
    name: str
    file: str | None
    line: int | None
    more: str | None


class Counts(Part):
    """How much there is of each kind."""

    files: int
    routes: int
    models: int
    schemas: int
    dependencies: int
    settings: int
    migrations: int
    domains: int
    unresolved: int


class Description(Reply):
    """The facts that were asked for; kinds that weren't are empty."""

    counts: Counts
    applications: tuple[AppView, ...]
    routes: tuple[RouteView, ...] = ()
    models: tuple[ModelView, ...] = ()
    schemas: tuple[SchemaView, ...] = ()
    dependencies: tuple[DependencyView, ...] = ()
    settings: tuple[SettingsView, ...] = ()
    migrations: tuple[MigrationsView, ...] = ()
    domains: tuple[DomainView, ...] = ()
    conventions: tuple[ConventionView, ...] = ()
    queries: tuple[QueryView, ...] = ()
    around: tuple[AroundView, ...] = ()
    unresolved: tuple[str, ...] = ()
    total: int = Field(description="How many items match, over all pages")
    next_cursor: str | None
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        """The conclusion first, then one line an item."""
        from fe_skill.tools.described import in_words  # noqa: PLC0415 -- when a reply is shown

        return in_words(self)


def describe_project(
    call: Call,
    *,
    project: Project = ".",
    include: Annotated[
        tuple[Kind, ...],
        Field(
            description="By default an overview. Else the kinds of facts to list.",
            examples=[["routes", "dependencies"]],
        ),
    ] = (),
    match: Annotated[
        str | None,
        Field(
            description="In path, name or file. Any case.",
            max_length=200,
            examples=["/orders"],
        ),
    ] = None,
    app: Annotated[
        str | None,
        Field(
            description="One of several. The overview lists them.",
            max_length=300,
            examples=["src.main:app"],
        ),
    ] = None,
    limit: Annotated[int, Field(description="Page size.", ge=1, le=200, examples=[50])] = 50,
    cursor: Cursor = None,
) -> Description:
    """Read the project and tell what was asked for."""
    from fe_skill.tools.described import KEEPER, describe  # noqa: PLC0415 -- reading is for calls

    root = project_at(call, project)
    call.step(0, 1, "reading the project")
    facts = KEEPER.facts(root)
    return describe(facts, include, match, app, (offset_of(cursor), limit))


TOOL = Tool(
    name="describe-project",
    title="Describe project",
    description=(
        "Facts of any FastAPI project, not imported: routes with full path, place, protection; "
        "models, schemas, conventions. Use before changing code you don't know. To judge it: "
        "validate-project.\n\n"
        "Prefixes and dependencies come from other files, across nested routers and factories; "
        "queries are listed with the routes they serve, conventions with evidence. What can't be "
        "told from the source is listed in `unresolved`, never guessed. To judge a project use "
        "`validate-project`."
    ),
    hints=Hints(read_only=True),
    run=describe_project,
    example={"project": ".", "include": ["routes"], "match": "/orders"},
)
