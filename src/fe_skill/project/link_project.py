"""The linked project: applications, routes, routers and dependencies.

Lives here: Linked, link, unparsed.
Does not:   flattening (link_routes.py), dependencies (link_dependencies.py), models (the data).
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from fe_skill.project.classes_found import data_files
from fe_skill.project.interpreter.machine import Machine, options_of
from fe_skill.project.interpreter.run import Outcome, is_test
from fe_skill.project.interpreter.values import (
    Bound,
    Class,
    Const,
    Entry,
    External,
    Function,
    Instance,
    Made,
    Partial,
    Place,
    Router,
    Seq,
    Value,
)
from fe_skill.project.link_dependencies import Graph, Node, Open, signed, tree
from fe_skill.project.link_routes import Flat, Reached, Step, applications, flatten, names_of
from fe_skill.project.link_startup import startup_gaps
from fe_skill.project.link_unfollowed import unfollowed_gaps
from fe_skill.project.matching import at_functions, with_shadows
from fe_skill.project.model import (
    Application,
    Dependency,
    Gap,
    Route,
    RouterFact,
    Where,
)
from fe_skill.project.protection import Protection
from fe_skill.project.request import request_models
from fe_skill.project.types import shown

_STATUS = re.compile(r"HTTP_(\d{3})_|HTTPStatus\.(\w+)")
_NO_MODEL = ("Response", "Any", "Template")


@dataclass(frozen=True, slots=True)
class Linked:
    """What follows from the applications."""

    applications: tuple[Application, ...]
    routes: tuple[Route, ...]
    routers: tuple[RouterFact, ...]
    dependencies: tuple[Dependency, ...]
    unresolved: tuple[Gap, ...]


def link(outcome: Outcome) -> Linked:
    """Everything that applications lead to, in one value."""
    linker = _Linker(outcome)
    apps = [(app, flatten(app)) for app in applications(outcome)]
    names = linker.app_names([app for app, _ in apps])
    late = list(startup_gaps(outcome.machine, [app for app, _ in apps]))
    routes = [r for app, reached in apps for r in linker.routes(names[id(app)], reached)]
    return Linked(
        applications=tuple(linker.application(names[id(a)], a, reached) for a, reached in apps),
        routes=tuple(routes),
        routers=tuple(linker.routers([reached for _, reached in apps])),
        dependencies=tuple(linker.dependencies()),
        unresolved=tuple(
            _unique(
                [
                    *linker.gaps([reached for _, reached in apps]),
                    *late,
                    *unfollowed_gaps(outcome, late),
                ]
            )
        ),
    )


def unparsed(outcome: Outcome) -> tuple[Gap, ...]:
    """The files that were read for these facts and did not parse."""
    store, tasks = outcome.machine.store, outcome.machine.tasks
    found = [(p, f.failure) for p, f in store.read().items() if f.failure is not None]
    anyway = {*store.builders(), *data_files(store)} if found else set()
    # What was read for earlier facts may be of no use any more.
    failed = {p: f for p, f in found if p in anyway or any(map(tasks.is_used, tasks.uses_of(p)))}
    for path, line, failure in store.bodies.failures():
        if tasks.is_used((path, line)):
            failed[path] = min(failure, failed.get(path, failure))
    return tuple(
        Gap(Where(path, line), "the file", f"did not parse: {why}")
        for path, (line, why) in sorted(failed.items())
    )


def _unique(gaps: Iterable[Gap]) -> list[Gap]:
    return list(dict.fromkeys(sorted(gaps, key=lambda g: (g.where.path, g.where.line, g.reason))))


class _Linker:
    def __init__(self, outcome: Outcome) -> None:
        self._m = m = outcome.machine
        self._routers = outcome.routers
        self._graph = Graph(m)
        self._protection = Protection(m)
        self._used: dict[Node, int] = {}
        self._firsts: dict[object, Node] = {}
        self._gaps: dict[Open, None] = {}
        self._names = dict(reversed(list(names_of(outcome))))

    def app_names(self, apps: list[Router]) -> dict[int, str]:
        """Each application's "module:variable", else "module:factory()".

        A folder of several projects may have an `app.main:app` in each: then the file's path
        stands in place of the module, for their routes have nothing to do with each other.
        """
        found: dict[int, str] = {}
        for app in apps:
            made = f"{self._m.layout.dotted(app.place.path)}:{app.maker}()"
            found[id(app)] = self._names.get(id(app), made)
        uses = Counter(found.values())
        for app in apps:
            name = found[id(app)]
            if uses[name] > 1:
                found[id(app)] = f"{app.place.path}:{name.partition(':')[2]}"
        return found

    def application(self, name: str, app: Router, reached: Reached) -> Application:
        """One application with what surrounds its routes."""
        entries = app.entries
        lifespan = app.options.get("lifespan")
        return Application(
            name=name,
            where=_where(app.place),
            routes=sum(len(flat.entry.methods or ("",)) for flat in reached.flats),
            mounts=tuple(path or "/" for path, _ in reached.mounts),
            middleware=tuple(self._named(e.target) for e in entries if e.kind == "middleware"),
            handlers=tuple(self._named(e.path) for e in entries if e.kind == "handler"),
            lifespan=None if lifespan is None else self._named(lifespan),
        )

    def _named(self, value: Value | None) -> str:
        value = None if value is None else self._m.force(value)
        match value:
            case Function() | Class():
                return f"{self._m.layout.dotted(value.module)}.{value.qualname}"
            case External() | Made():
                return value.name.removeprefix("builtins.")
            case Const():
                return str(value.value)
            case Instance():
                return value.cls.name
            case Bound():
                return value.function.qualname
        return "?"

    def routes(self, app: str, reached: Reached) -> list[Route]:
        """The routes of one application, with what shadows them."""
        found: list[Route] = []
        for flat in reached.flats:
            methods = flat.entry.methods or ("WEBSOCKET",)
            if flat.entry.kind == "route" and flat.entry.methods is None:
                methods = ("*",)
            key = ("route", flat.entry, flat.path, flat.router, tuple(s.of for s in flat.steps),
                   flat.when, flat.assumed, flat.middleware)  # fmt: skip
            one, below, gaps, placed = self._m.tasks.answer(key, self._route, flat)
            for node in dict.fromkeys(map(self._first, below)):
                self._used[node] = self._used.get(node, 0) + 1
            self._gaps |= dict.fromkeys(gaps)
            for method in methods:
                known = placed.get(method)
                if known is None or (known.app, known.order) != (app, len(found)):
                    known = placed[method] = replace(one, app=app, method=method, order=len(found))
                found.append(known)
        return with_shadows(at_functions(found))

    def _first(self, node: Node) -> Node:
        """The node that stands for what is asked for in several places."""
        value = node.value
        return self._firsts.setdefault(value.name if isinstance(value, External) else value, node)

    def _route(self, flat: Flat) -> tuple[Route, list[Node], list[Open], dict[str, Route]]:
        """A route without its place, what is below it, and room for it in its places."""
        entry = flat.entry
        function = _endpoint(self._m.force(entry.target))
        for value in (flat.router, *(step.of for step in flat.steps), function):
            if isinstance(value, Router | Function):
                self._m.tasks.looks(value)
        nodes, gaps = self._nodes(flat, function)
        below = tree(nodes)
        gaps += [gap for node in below for gap in node.gaps]
        route = Route(
            app="",
            method="",
            path=flat.path,
            function=self._function_name(function, entry),
            where=_where(function.place if function is not None else entry.place),
            registered=_where(entry.place),
            order=0,
            protected=any(self._protection.protects(node) for node in nodes)
            or any(self._protection.guards(one, flat.path) for one in flat.middleware),
            has_scheme=self._protection.has_scheme(nodes),
            dependencies=tuple(dict.fromkeys(node.name for node in below)),
            request=request_models(self._m, self._graph, function, flat.path),
            response_model=self._response_model(entry, function),
            status_code=self._status(entry),
            tags=_tags(self._m, flat),
            when=tuple(dict.fromkeys(condition.text for condition in flat.when)),
            conditional=any(condition.holds is not True for condition in flat.when),
            assumed=flat.assumed,
            via=tuple(_where(step.place) for step in flat.steps),
            is_async=function is not None and function.node[0] == "def" and bool(function.node[4]),
        )
        return route, below, gaps, {}

    def _nodes(self, flat: Flat, function: Function | None) -> tuple[list[Node], list[Open]]:
        if not flat.entry.prefixed and flat.entry.kind == "route" and not flat.steps:
            return [], []
        nodes: list[Node] = []
        gaps: list[Open] = []
        for of in (*flat.steps, Step(flat.entry, flat.entry.options, flat.entry.place)):
            listed, unknown = self._graph.of_list(of.of, of.place)
            nodes += listed
            gaps += unknown
        target = self._m.force(flat.entry.target)
        if isinstance(target, Function) and target.owner is not None:
            nodes += self._graph.of_view(target.owner)
        if function is not None or isinstance(target, Instance | Bound | Partial):
            nodes += self._graph.of_callable(target)
        return nodes, gaps

    def _function_name(self, function: Function | None, entry: Entry) -> str:
        if function is not None:
            return f"{self._m.layout.dotted(function.module)}.{function.qualname}"
        return self._named(entry.target)

    def _response_model(self, entry: Entry, function: Function | None) -> str | None:
        declared = entry.options.get("response_model")
        if declared is not None:
            return _model_name(self._m.force(declared))
        if function is None or function.node[0] != "def" or function.node[7] is None:
            return None
        value = self._m.evaluate(function.node[7], function.scope)
        text = _model_name(self._m.force(value))
        return None if text is None or text.endswith(_NO_MODEL) else text

    def _status(self, entry: Entry) -> int | None:
        if entry.kind == "websocket":
            return None
        value = self._m.force(entry.options.get("status_code", Const(200)))
        if isinstance(value, Const):
            return value.value if type(value.value) is int else 200
        name = value.name if isinstance(value, External) else ""
        found = _STATUS.search(name)
        if found and found[1]:
            return int(found[1])
        return _HTTP_STATUS.get(name.rpartition(".")[2])

    def routers(self, all_reached: list[Reached]) -> list[RouterFact]:
        """The routers, each place of making once."""
        used = set[int]().union(*(reached.routers for reached in all_reached))
        found: dict[Place, RouterFact] = {}
        for router in self._routers:
            if router.kind != "router":
                continue
            if is_test(router.place.path) and id(router) not in used:
                continue
            prefix = router.options.get("prefix", Const(""))
            known = str(prefix.value or "") if isinstance(prefix, Const) else None
            before = found.get(router.place)
            included = id(router) in used or (before is not None and before.included)
            name = self._names.get(id(router), router.maker or "?")
            tags = _texts(self._m, router.options.get("tags"))
            where = _where(router.place)
            found[router.place] = RouterFact(name, where, known, tags, included)
        return list(found.values())

    def dependencies(self) -> list[Dependency]:
        """Everything that a route depends on, the most used first."""
        found: dict[str, Dependency] = {}
        for node, count in self._used.items():
            before = found.get(node.name)
            total = max(count, before.routes if before else 0)
            one = self._m.tasks.answer(("dependency", node), self._told, node)
            found[node.name] = replace(one, routes=total)
        return sorted(found.values(), key=lambda d: (-d.routes, d.name))

    def _told(self, node: Node) -> Dependency:
        return Dependency(
            name=node.name,
            where=_where(node.place) if node.place else None,
            kind="scheme" if self._protection.scheme(node) else node.kind,
            scheme=self._protection.has_scheme([node]),
            protects=self._protection.protects(node),
            yields=self._yields(node),
            needs=tuple(need.name for need in node.needs),
            routes=0,
        )

    def _yields(self, node: Node) -> str | None:
        value = node.value.function if isinstance(node.value, Bound) else node.value
        self._m.tasks.looks(value)
        if isinstance(value, Class):
            return value.name
        if not isinstance(value, Function) or value.node[0] != "def" or value.node[7] is None:
            return None
        text = shown(self._m.force(self._m.evaluate(value.node[7], value.scope)))
        found = re.fullmatch(
            r"(?:Async)?(?:Generator|Iterator|Iterable)\[([^,\[\]]+).*\]", text or ""
        )
        return found[1] if found else text

    def gaps(self, all_reached: list[Reached]) -> Iterable[Gap]:
        """What could not be told, with its place."""
        for reached in all_reached:
            for gap in reached.gaps:
                yield Gap(_where(gap.place), f"routes under `{gap.prefix or '/'}`", gap.reason)
        for place, reason in self._gaps:
            yield Gap(_where(place), "dependencies", reason)


_HTTP_STATUS = {
    "OK": 200, "CREATED": 201, "ACCEPTED": 202, "NO_CONTENT": 204, "MOVED_PERMANENTLY": 301,
    "FOUND": 302, "SEE_OTHER": 303, "TEMPORARY_REDIRECT": 307, "PERMANENT_REDIRECT": 308,
}  # fmt: skip


def _where(place: Place) -> Where:
    return Where(place.path, place.line)


def _endpoint(value: Value) -> Function | None:
    match next(iter(signed(value)), value):
        case Function() as function:
            return function
        case Bound(function=function):
            return function
        case Partial(callee=callee):
            return _endpoint(callee)
    return None


def _model_name(value: Value) -> str | None:
    if isinstance(value, Const) and value.value is None:
        return None
    text = shown(value)
    return None if text in {None, "?"} else text


def _texts(m: Machine, value: Value | None) -> tuple[str, ...]:
    value = None if value is None else m.force(value)
    found: list[str] = []
    for option in options_of(value) if value is not None else ():
        items = option.items if isinstance(option, Seq) else ()
        found += [str(i.value) for i in map(m.force, items) if isinstance(i, Const)]
    return tuple(found)


def _tags(m: Machine, flat: Flat) -> tuple[str, ...]:
    lists = [_texts(m, step.options.get("tags")) for step in flat.steps]
    lists.append(_texts(m, flat.entry.options.get("tags")))
    return tuple(dict.fromkeys(tag for tags in lists for tag in tags))
