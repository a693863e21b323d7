"""Applications and routers: what their constructors and methods register.

Lives here: construct, initialise, call_method, register, handed_over, own_attribute.
Does not:   full paths and effective dependencies (link_routes.py): entries are kept as registered.

Method calls go the way they go in FastAPI (`get` to `api_route` to `add_api_route`), so that a
subclass that overrides one of them is heard.
"""

from dataclasses import dataclass, replace

from fe_skill.project.interpreter.classes import class_attribute, external_bases
from fe_skill.project.interpreter.expressions import items_of
from fe_skill.project.interpreter.libraries import ADDS_ROUTES, LEAVES_ROUTES
from fe_skill.project.interpreter.machine import Machine, options_of
from fe_skill.project.interpreter.values import (
    Bound,
    Class,
    Condition,
    Const,
    Decorator,
    Entry,
    External,
    Function,
    Instance,
    Made,
    Method,
    Place,
    Router,
    Seq,
    Table,
    Unknown,
    Value,
)

Kwargs = dict[str, Value]
KINDS = {
    "fastapi.FastAPI": "app",
    "fastapi.APIRouter": "router",
    "fastapi.Starlette": "app",
    "fastapi.StarletteRouter": "router",
}
VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "trace", "query")
_SEVERAL = Condition("one of several values", None)
_DECORATORS = frozenset((*VERBS, "api_route", "websocket", "websocket_route", "route"))
_ADDS = frozenset(("add_api_route", "add_api_websocket_route", "add_route", "add_websocket_route"))
_ROUTES = {
    "fastapi.APIRoute": "api",
    "fastapi.Route": "route",
    "fastapi.APIWebSocketRoute": "websocket",
    "fastapi.WebSocketRoute": "websocket",
    "fastapi.Mount": "mount",
}
_HANDLER = {"exception_handler": "handler", "middleware": "middleware", "on_event": "event"}
_ADD_HANDLER = {
    "add_exception_handler": "handler",
    "add_middleware": "middleware",
    "add_event_handler": "event",
}


@dataclass(eq=False, slots=True)
class Routes(Value):
    """`router.routes`, to which route objects can be appended."""

    router: Router


def construct(
    m: Machine, name: str, args: list[Value], kwargs: Kwargs, place: Place
) -> Value | None:
    """An application or router, or None: another library's object."""
    kind = KINDS.get(name)
    if kind is None:
        return None
    router = new_router(m, kind, {}, place)
    router.starlette = name.startswith("fastapi.Starlette")
    initialise(m, router, args, kwargs)
    return router


def declared(m: Machine, value: Value, kind: Value, place: Place) -> Value:
    """`app: FastAPI = elsewhere()`: an application, whatever made it."""
    if not isinstance(value, Unknown | Made) or not isinstance(kind, External):
        return value
    if KINDS.get(kind.name) != "app":
        return value
    app = new_router(m, "app", {}, place)
    maker = f"`{value.name}`" if isinstance(value, Made) else "code that can't be followed"
    reason = f"the application comes from {maker} and may have routes"
    m.tasks.enter(app, Entry("opaque", None, value, {}, place, m.when, reason=reason))
    return app


def new_router(
    m: Machine, kind: str, options: Kwargs, place: Place, cls: Class | None = None
) -> Router:
    """A router that knows where and under which conditions it was made."""
    router = Router(kind, place, options, cls, when=m.when)
    router.maker = m.stack[-1].qualname if m.stack else None
    return m.tasks.made(router, kind)


def initialise(m: Machine, router: Router, args: list[Value], kwargs: Kwargs) -> None:
    """`FastAPI(...)` or `APIRouter(...)`: options, and routes handed in."""
    router.options.update(kwargs)
    if args and router.kind == "router":
        router.options.setdefault("prefix", args[0])
    routes = kwargs.get("routes") or (args[0] if args and router.starlette else None)
    if routes is not None:
        _extend(m, router, routes, router.place)
    handlers = kwargs.get("exception_handlers")
    for key, value in handlers.pairs if isinstance(handlers, Table) else ():
        m.tasks.enter(router, Entry("handler", key, value, {}, router.place, m.when))
    for value in items_of(kwargs["middleware"]) or () if "middleware" in kwargs else ():
        target = value.args[0] if isinstance(value, Made) and value.args else value
        m.tasks.enter(router, Entry("middleware", None, target, {}, router.place, m.when))


def own_attribute(router: Router, name: str) -> Value:  # noqa: PLR0911 -- one case a kind
    """An attribute that FastAPI itself gives to applications and routers."""
    match name:
        case "routes":
            return Routes(router)
        case "router" if router.kind == "app":
            return router
        case "prefix":
            return router.options.get("prefix") or Const("")
        case "dependency_overrides":
            return router.names.setdefault(name, Table([], partial=True))
        case "swagger_ui_oauth2_redirect_url":
            return router.options.get(name) or Const("/docs/oauth2-redirect")
        case "state" | "extra":
            return Unknown("application state")
        case "tags" | "dependencies":
            return router.options.setdefault(name, Seq([]))
        case (
            "title"
            | "version"
            | "openapi_url"
            | "docs_url"
            | "root_path"
            | "default_response_class"
        ):
            return router.options.get(name) or Unknown(f"`{name}` of an application")
    return Method(router, name)


def call_method(  # noqa: PLR0917 -- the shape that every call has
    m: Machine, router: Router, name: str, args: list[Value], kwargs: Kwargs, place: Place
) -> Value:
    """A method of an application or router."""
    m.tasks.looks(router)
    if name in VERBS:
        return _verb(m, router, name, args, kwargs, place)
    if name in _DECORATORS:
        path = {"path": args[0]} if args else {}
        extra = dict(zip(("methods",), args[1:2], strict=False)) if name == "route" else {}
        return Decorator(router, name, {**path, **extra, **kwargs}, place)
    if name in _ADDS:
        _add(m, router, name, args, kwargs, place)
    elif name == "include_router":
        _include(m, router, args, kwargs, place)
    elif name in {"mount", "host"}:
        _mount(m, router, name, args, kwargs, place)
    elif name == "__init__":
        initialise(m, router, args, kwargs)
    elif name in _HANDLER:
        key = args[0] if args else next(iter(kwargs.values()), Const(None))
        return Decorator(router, _HANDLER[name], {"path": key}, place)
    elif name in _ADD_HANDLER:
        _add_handler(m, router, name, args, kwargs, place)
    elif name == "frontend":
        entry = Entry("opaque", None, router, {}, place, m.when, reason="a frontend")
        m.tasks.enter(router, entry)
    return Const(None)


def _verb(  # noqa: PLR0917 -- the shape that every call has
    m: Machine, router: Router, verb: str, args: list[Value], kwargs: Kwargs, place: Place
) -> Value:
    options = {**({"path": args[0]} if args else {}), **kwargs}
    options["methods"] = Seq([Const(verb.upper())])
    overridden = _overridden(m, router, "api_route")
    if overridden is not None:
        path = options.pop("path", Const(""))
        return m.call(Bound(overridden, router), [path], options, place)
    return Decorator(router, "api_route", options, place)


def _overridden(m: Machine, router: Router, name: str) -> Function | None:
    """The project's own version of a method, unless it is just running."""
    found = None if router.cls is None else class_attribute(m, router.cls, name)
    if isinstance(found, Function) and all(one.node is not found.node for one in m.stack):
        return found
    return None


def register(m: Machine, decorator: Decorator, args: list[Value], place: Place) -> Value:
    """A decorator put on a function; the function stays what it was."""
    if not args:
        return Unknown("a decorator without a function", place)
    target, router = args[0], decorator.router
    options = dict(decorator.options)
    path = options.pop("path", Unknown("no path", place))
    if decorator.kind in {"handler", "middleware", "event"}:
        entry = Entry(decorator.kind, path, target, options, decorator.place, m.when)
        m.tasks.enter(router, entry)
        return target
    name = {
        "api_route": "add_api_route",
        "websocket": "add_api_websocket_route",
        "websocket_route": "add_websocket_route",
        "route": "add_route",
    }[decorator.kind]
    overridden = _overridden(m, router, name)
    if overridden is not None:
        m.call(Bound(overridden, router), [path, target], options, decorator.place)
    else:
        _add(m, router, name, [path, target], options, decorator.place)
    return target


def _add(  # noqa: PLR0917 -- the shape that every call has
    m: Machine, router: Router, name: str, args: list[Value], kwargs: Kwargs, place: Place
) -> None:
    options = {**dict(zip(("path", "endpoint"), args, strict=False)), **kwargs}
    options.setdefault("endpoint", options.pop("route", Unknown("no endpoint", place)))
    path = options.pop("path", Unknown("no path", place))
    target = m.force(options.pop("endpoint"))
    websocket = "websocket" in name
    methods = None if websocket else _methods(options.pop("methods", None), args)
    kind = "websocket" if websocket else "route"
    entry = Entry(kind, path, target, options, place, m.when, methods)
    entry.prefixed = name.startswith("add_api_")
    for one in options_of(path):
        when = entry.when if one is path else (*entry.when, _SEVERAL)
        m.tasks.enter(router, replace(entry, path=one, when=when))


def _methods(value: Value | None, args: list[Value]) -> tuple[str, ...] | None:
    if value is None and len(args) > 2:  # noqa: PLR2004 -- add_route(path, endpoint, methods)
        value = args[2]
    items = items_of(value) if value is not None else None
    if not items:
        return ("GET",) if value is None or isinstance(value, Const) else None
    names = [str(item.value).upper() for item in items if isinstance(item, Const)]
    return tuple(names) if len(names) == len(items) else None


def _include(m: Machine, router: Router, args: list[Value], kwargs: Kwargs, place: Place) -> None:
    options = dict(kwargs)
    target = args[0] if args else options.pop("router", Unknown("no router", place))
    prefix = options.pop("prefix", Const(""))
    found = m.force(target)
    # A name of a module that is still being run is looked up again at the end (run.py).
    found = target if isinstance(found, Unknown) else found
    for option in options_of(found):
        for one in options_of(prefix):
            several = option is not found or one is not prefix
            when = (*m.when, _SEVERAL) if several else m.when
            m.tasks.enter(router, Entry("include", one, option, options, place, when))


def _mount(  # noqa: PLR0917 -- the shape that every call has
    m: Machine, router: Router, name: str, args: list[Value], kwargs: Kwargs, place: Place
) -> None:
    path = args[0] if args else kwargs.get("path", kwargs.get("host", Const("")))
    target = args[1] if len(args) > 1 else kwargs.get("app", Unknown("no application", place))
    path = path if name == "mount" else Const("")
    for option in options_of(m.force(target)):
        m.tasks.looks(option)
        m.tasks.enter(router, Entry("mount", path, unwrapped(option), {}, place, m.when))


def unwrapped(value: Value) -> Value:
    """The application inside ASGI middleware that is wrapped around it."""
    for _ in range(10):
        if not isinstance(value, Made | Instance):
            break
        inner = [v for v in (*value.args, *value.kwargs.values()) if _is_app(v)]
        if not inner:
            break
        value = inner[0]
    return value


def _is_app(value: Value) -> bool:
    return isinstance(value, Router) or (
        isinstance(value, Made | Instance)
        and any(isinstance(v, Router) for v in (*value.args, *value.kwargs.values()))
    )


def _add_handler(  # noqa: PLR0917 -- the shape that every call has
    m: Machine, router: Router, name: str, args: list[Value], kwargs: Kwargs, place: Place
) -> None:
    kind = _ADD_HANDLER[name]
    values = [*args, *(kwargs.values() if kind == "handler" else ())]
    first = values[0] if values else next(iter(kwargs.values()), Const(None))
    target = first if kind == "middleware" or len(values) < 2 else values[1]  # noqa: PLR2004
    m.tasks.enter(router, Entry(kind, first, target, kwargs, place, m.when))


def routes_method(m: Machine, owner: Routes, name: str, args: list[Value], place: Place) -> Value:
    """`router.routes.append(APIRoute(...))` and its like."""
    if name in {"append", "insert"} and args:
        _append(m, owner.router, args[-1], place)
    elif name == "extend" and args:
        _extend(m, owner.router, args[0], place)
    return Const(None)


def _extend(m: Machine, router: Router, values: Value, place: Place) -> None:
    """The routes of another router, or a list of route objects."""
    if isinstance(values, Routes):
        m.tasks.enter(router, Entry("include", Const(""), values.router, {}, place, m.when))
    for item in items_of(values) or ():
        _append(m, router, item, place)


def _append(m: Machine, router: Router, value: Value, place: Place) -> None:
    """A route object as an entry."""
    kind = _route_kind(m, value)
    if not isinstance(value, Made | Instance) or kind is None:
        reason = "a route object that is not made here"
        m.tasks.enter(router, Entry("opaque", None, value, {}, place, m.when, reason=reason))
        return
    if kind == "mount":
        _mount(m, router, "mount", value.args, value.kwargs, value.place)
        return
    name = {"api": "add_api_route", "route": "add_route", "websocket": "add_websocket_route"}[kind]
    before = len(router.entries)
    _add(m, router, name, value.args, value.kwargs, value.place)
    for entry in router.entries[before:]:
        entry.prefixed = False


def _route_kind(m: Machine, value: Value) -> str | None:
    """What kind of route an object is; None: none."""
    if isinstance(value, Instance):
        bases = external_bases(m, value.cls)
        return next((_ROUTES[name] for name in bases if name in _ROUTES), None)
    return _ROUTES.get(value.name) if isinstance(value, Made) else None


def holds_router(value: Value) -> bool:
    """Whether a call that gets this value could register something."""
    if isinstance(value, Router | Routes):
        return True
    if isinstance(value, Instance):
        return any(isinstance(inner, Router) for inner in value.names.values())
    if isinstance(value, Method):
        return isinstance(value.self_value, Router)
    if isinstance(value, Bound):
        return holds_router(value.self_value)
    return isinstance(value, Seq) and any(isinstance(item, Router) for item in value.items)


def handed_over(m: Machine, callee: Value, values: list[Value], place: Place) -> None:
    """An application given to code that isn't followed: known to add routes, harmless, or open."""
    routers = [value for value in values if isinstance(value, Router)]
    if not routers:
        return
    name = _name_of(callee)
    if name is not None and (name in LEAVES_ROUTES or name.partition(".")[0] in LEAVES_ROUTES):
        return
    if isinstance(callee, External | Made | Method) and not _adds(name):
        return
    what = f"`{name}`" if name else "a call that can't be followed"
    reason = f"{what} is given the {routers[0].kind} and may add routes"
    entry = Entry("opaque", None, callee, {}, place, m.when, reason=reason)
    m.tasks.enter(routers[0], entry)


def _name_of(callee: Value) -> str | None:
    if isinstance(callee, Method):
        owner = callee.self_value
        return f"{owner.name}().{callee.name}" if isinstance(owner, Made) else None
    return callee.name if isinstance(callee, External | Made) else None


def _adds(name: str | None) -> bool:
    return name is not None and any(name.startswith(known) for known in ADDS_ROUTES)


def is_kind(m: Machine, router: Router, kind: Value) -> bool:
    """`isinstance(router, kind)`."""
    m.tasks.looks(router)
    if isinstance(kind, Class):
        return router.cls is kind
    name = kind.name if isinstance(kind, External) else ""
    own = "fastapi.FastAPI" if router.kind == "app" else "fastapi.APIRouter"
    bases = external_bases(m, router.cls) if router.cls is not None else [own]
    return name in bases
