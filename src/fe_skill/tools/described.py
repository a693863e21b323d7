"""Facts as the reply of `describe-project`: chosen, paged and put in words.

Lives here: describe, in_words, KEEPER.
Does not:   the reply's shape (describe_project.py), the facts (project/).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from fe_skill.problem import Problem, Refused
from fe_skill.project.model import (
    Column,
    Convention,
    Dependency,
    Domain,
    Gap,
    Migrations,
    Model,
    QueryUse,
    Route,
    Schema,
    SettingsClass,
)
from fe_skill.project.reader import Facts, Keeper
from fe_skill.tools.describe_project import (
    AppView,
    ConventionView,
    Counts,
    DependencyView,
    Description,
    DomainView,
    MigrationsView,
    ModelView,
    QueryView,
    RelationshipView,
    RouteView,
    SchemaView,
    SettingsView,
)
from fe_skill.tools.described_around import around

KEEPER = Keeper()
# The whole answer stays under 8,000 tokens: structured part and text together.
_MOST_CHARACTERS = 18_000
_LONGEST_TEXT = 9_000
_APPS_SHOWN = 5
_NAMES_SHOWN = 6
_HABITS_SHOWN = 6
_GROUPS_SHOWN = 8
_REVISIONS_SHOWN = 40
_FIELDS_SHOWN = 60
Item = tuple[str, BaseModel | str]


def describe(
    facts: Facts,
    include: tuple[str, ...],
    match: str | None,
    app: str | None,
    page: tuple[int, int],
) -> Description:
    """One page of what was asked for."""
    _known_app(facts, app)
    notes = [f"{gap.where}: {gap.reason}" for gap in facts.unparsed[:5]]
    head: dict[str, Any] = {"counts": _counts(facts), "applications": _applications(facts, app)}
    if not include:
        habits = [replace(c, example=None) for c in facts.conventions[:_HABITS_SHOWN]]
        notes += _paths(facts, app)
        return Description(
            **head,
            conventions=tuple(map(_convention, habits)),
            total=0,
            next_cursor=None,
            notes=tuple(notes),
        )
    items = [item for kind in dict.fromkeys(include) for item in _items(facts, kind, app)]
    if match:
        items = [item for item in items if match.lower() in _searched(item)]
    offset, limit = page
    chosen = list(_fitting(items[offset : offset + limit]))
    end = offset + len(chosen)
    parts: dict[str, Any] = {}
    for kind, view in chosen:
        parts[kind] = (*parts.get(kind, ()), view)
    following = str(end) if end < len(items) else None
    return Description(**head, **parts, total=len(items), next_cursor=following, notes=tuple(notes))


def _known_app(facts: Facts, app: str | None) -> None:
    names = [one.name for one in facts.applications]
    if app is None or app in names:
        return
    raise Refused(
        Problem(
            code="app-not-found",
            what=f"there is no application `{app}`",
            why="the project has " + (", ".join(f"`{n}`" for n in names[:10]) or "none"),
            mend="give one of these as `app`, or leave it out",
        )
    )


def _fitting(items: list[Item]) -> Iterator[Item]:
    """As many items as an answer has room for, but at least one."""
    used = 0
    for at, (kind, view) in enumerate(items):
        used += len(view if isinstance(view, str) else view.model_dump_json())
        if used > _MOST_CHARACTERS and at:
            break
        yield kind, view


def _searched(item: Item) -> str:
    """What `match` looks at: path, name and file."""
    view = item[1]
    if isinstance(view, str):
        return view.lower()
    names = ("path", "name", "file", "function", "folder", "table")
    return "\n".join(str(getattr(view, name, "")) for name in names).lower()


def _items(facts: Facts, kind: str, app: str | None) -> Iterator[Item]:
    if kind == "routes":
        yield from ((kind, _route(r)) for r in facts.routes if app in {None, r.app})
        return
    if kind == "around":
        yield from ((kind, view) for view in around(facts))
        return
    names = {"queries": ("query_uses",), "conventions": ("conventions", "habits")}
    for name in names.get(kind, (kind,)):
        values: tuple[Any, ...] = getattr(facts, name)
        yield from ((kind, _VIEWS[kind](value)) for value in values)


def _counts(facts: Facts) -> Counts:
    return Counts(
        files=facts.files,
        routes=len(facts.routes),
        models=len(facts.models),
        schemas=len(facts.schemas),
        dependencies=len(facts.dependencies),
        settings=len(facts.settings),
        migrations=sum(len(tree.revisions) for tree in facts.migrations),
        domains=len(facts.domains),
        unresolved=len(facts.unresolved),
    )


def _applications(facts: Facts, app: str | None) -> tuple[AppView, ...]:
    protected = Counter(route.app for route in facts.routes if route.protected)
    return tuple(
        AppView(
            name=one.name,
            file=one.where.path,
            line=one.where.line,
            routes=one.routes,
            protected=protected[one.name],
            mounts=_some(one.mounts),
            middleware=_some(one.middleware),
            handlers=_some(one.handlers),
        )
        for one in sorted(facts.applications, key=lambda a: -a.routes)
        if app in {None, one.name}
    )[:_APPS_SHOWN]


def _some(names: tuple[str, ...]) -> tuple[str, ...]:
    """`names`, or the first of them and how many more there are."""
    more = len(names) - _NAMES_SHOWN
    return (*names[:_NAMES_SHOWN], f"and {more} more") if more > 0 else names


def _paths(facts: Facts, app: str | None) -> list[str]:
    """Where the routes are, by the start of their paths."""
    routes = [route for route in facts.routes if app in {None, route.app}]
    for depth in (4, 3, 2):
        heads = Counter("/".join(route.path.split("/")[:depth]) for route in routes)
        if len(heads) <= _GROUPS_SHOWN * 2:
            break
    shown = [f"{head or '/'} ({count})" for head, count in heads.most_common(_GROUPS_SHOWN)]
    return ["routes by path: " + ", ".join(shown)] if shown else []


def _route(route: Route) -> RouteView:
    return RouteView(
        app=route.app,
        method=route.method,
        path=route.path,
        function=route.function,
        file=route.where.path,
        line=route.where.line,
        protected=route.protected,
        dependencies=route.dependencies,
        request=route.request,
        response_model=route.response_model,
        status_code=route.status_code,
        tags=route.tags,
        when="; ".join(route.when) or None,
        shadowed_by=route.shadowed_by,
    )


def _model(model: Model) -> ModelView:
    return ModelView(
        name=model.name,
        table=model.table,
        file=model.where.path,
        line=model.where.line,
        columns=tuple(_column(column) for column in model.columns[:_FIELDS_SHOWN]),
        relationships=tuple(
            RelationshipView(name=r.name, target=r.target, kind=r.kind, lazy=r.lazy)
            for r in model.relationships
        ),
    )


def _column(column: Column) -> str:
    words = [f"{column.name}: {column.type or '?'}"]
    words += ["primary key"] if column.primary_key else []
    words += ["null"] if column.nullable else []
    words += ["unique"] if column.unique else []
    words += ["index"] if column.index else []
    words += [f"-> {key}" for key in column.foreign_keys]
    return " ".join(words)


def _schema(schema: Schema) -> SchemaView:
    fields = [f"{f.name}: {f.type}" + ("" if f.required else " = ...") for f in schema.fields]
    return SchemaView(
        name=schema.name,
        file=schema.where.path,
        line=schema.where.line,
        bases=schema.bases,
        fields=tuple(fields[:_FIELDS_SHOWN]),
        validators=schema.validators,
        from_attributes=schema.from_attributes,
    )


def _dependency(one: Dependency) -> DependencyView:
    return DependencyView(
        name=one.name,
        file=one.where.path if one.where else None,
        line=one.where.line if one.where else None,
        kind=one.kind,
        protects=one.protects,
        gives=one.yields,
        needs=one.needs,
        routes=one.routes,
    )


def _settings(one: SettingsClass) -> SettingsView:
    lines = [f"{v.variable}: {v.type}" + (" (required)" * v.required) for v in one.variables]
    return SettingsView(
        name=one.name, file=one.where.path, line=one.where.line, variables=tuple(lines)
    )


def _migrations(tree: Migrations) -> MigrationsView:
    lines = [f"{one.id}: {one.message}" for one in tree.revisions[-_REVISIONS_SHOWN:]]
    return MigrationsView(
        folder=tree.folder, heads=tree.heads, missing=tree.missing, revisions=tuple(lines)
    )


def _domain(one: Domain) -> DomainView:
    return DomainView(
        name=one.name, path=one.path, layout=one.layout, models=one.models, routes=one.routes
    )


def _convention(one: Convention) -> ConventionView:
    example = str(one.example) if one.example else None
    return ConventionView(
        name=one.name, value=one.value, follow=one.follow, total=one.total, example=example
    )


def _query(use: QueryUse) -> QueryView:
    one = use.query
    return QueryView(
        function=one.function,
        file=one.where.path,
        line=one.where.line,
        statement=one.statement,
        entities=one.entities,
        options=one.options,
        routes=_some(use.routes),
        chain=tuple(map(str, use.chain)),
    )


def _gap(gap: Gap) -> str:
    return str(gap)


_VIEWS: dict[str, Callable[[Any], BaseModel | str]] = {
    "models": _model,
    "schemas": _schema,
    "dependencies": _dependency,
    "settings": _settings,
    "migrations": _migrations,
    "domains": _domain,
    "conventions": _convention,
    "queries": _query,
    "unresolved": _gap,
}


def in_words(reply: Description) -> str:
    """The reply as text: a line with the figures, then a line an item."""
    c = reply.counts
    lines = [
        f"{c.routes} routes, {c.models} models, {c.schemas} schemas in {c.files} files",
        f"{c.unresolved} unresolved",
    ]
    if not reply.total:
        lines += [
            f"app {a.name}: {a.routes} routes, {a.protected} protected" for a in reply.applications
        ]
        lines += [*reply.notes]
    lines += list(_lines(reply))
    if reply.next_cursor:
        lines.append(f"{reply.total} in all; more with cursor={reply.next_cursor}")
    text = "\n".join(lines)
    return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "\n(cut: see the data)"


def _lines(reply: Description) -> Iterator[str]:
    for r in reply.routes:
        lock = "protected" if r.protected else "open"
        when = f" when {r.when}" if r.when else ""
        yield f"{r.method} {r.path} {r.function} {r.file}:{r.line} {lock}{when}"
    for m in reply.models:
        yield f"{m.name} ({m.table}) {m.file}:{m.line}"
    for s in reply.schemas:
        yield f"{s.name} {s.file}:{s.line}"
    for d in reply.dependencies:
        yield f"{d.name} {d.routes} routes{' protects' if d.protects else ''}"
    for one in reply.settings:
        yield f"{one.name} {one.file}:{one.line}"
    for tree in reply.migrations:
        yield f"{tree.folder} heads: {', '.join(tree.heads) or 'none'}"
    for domain in reply.domains:
        yield f"{domain.path} ({domain.layout}) {domain.routes} routes"
    for habit in reply.conventions:
        yield f"{habit.name}: {habit.value} ({habit.follow} of {habit.total})"
    yield from _later_lines(reply)
    yield from reply.unresolved


def _later_lines(reply: Description) -> Iterator[str]:
    for query in reply.queries:
        served = ", ".join(query.routes[:3]) or "no route"
        yield f"{query.statement} {', '.join(query.entities)} {query.file}:{query.line} <- {served}"
    for each in reply.around:
        place = f" {each.file}:{each.line}" if each.file else ""
        yield f"{each.what} {each.name}{place}" + (f" ({each.more})" if each.more else "")
