"""Calls and attributes: functions are followed, classes made, libraries' names recorded.

Lives here: call, attribute.
Does not:   what FastAPI's own methods do (fastapi.py), or Python's (builtin.py).
"""

import re

from fe_skill.project.interpreter import builtin, fastapi
from fe_skill.project.interpreter.classes import (
    bound,
    class_attribute,
    external_bases,
    filled,
    instance_attribute,
)
from fe_skill.project.interpreter.machine import Machine, one_of
from fe_skill.project.interpreter.show import show
from fe_skill.project.interpreter.values import (
    Bound,
    Class,
    Const,
    Decorator,
    Either,
    External,
    Function,
    Instance,
    Lazy,
    Made,
    Method,
    Module,
    OneOf,
    Partial,
    Place,
    Router,
    Scope,
    Seq,
    Subscripted,
    Super,
    Table,
    Unknown,
    Value,
)
from fe_skill.project.lower import KEYWORD_ONLY, KEYWORDS, POSITIONAL_ONLY, REST, Node

_MOST_OF_ONE = 2
# Results for which any body is followed.
_RESULTS = re.compile(
    r"\b(?:str|APIRouter|FastAPI|Starlette|ASGIApp|Callable|\w*(?:Settings|Config))\b"
)
Kwargs = dict[str, Value]


def call(m: Machine, callee: Value, args: list[Value], kwargs: Kwargs, place: Place) -> Value:  # noqa: C901, PLR0911 -- one case a kind
    """The value of a call."""
    match callee:
        case Function():
            return _function(m, callee, args, kwargs, place)
        case Bound():
            return _function(m, callee.function, [callee.self_value, *args], kwargs, place)
        case Class():
            return _made(m, callee, args, kwargs, place)
        case Method():
            return _method(m, callee, args, kwargs, place)
        case Decorator():
            return fastapi.register(m, callee, args, place)
        case External():
            return builtin.call(m, callee.name, args, kwargs, place)
        case Partial():
            return m.call(callee.callee, callee.args + args, {**callee.kwargs, **kwargs}, place)
        case OneOf():
            return one_of([m.call(one, args, kwargs, place) for one in callee.options])
        case Subscripted():
            return m.call(callee.base, args, kwargs, place)
        case Instance():
            method = class_attribute(m, callee.cls, "__call__")
            if isinstance(method, Function):
                return m.call(Bound(method, callee), args, kwargs, place)
    fastapi.handed_over(m, callee, [*args, *kwargs.values()], place)
    if isinstance(callee, Made):
        return builtin.call_made(callee, args, kwargs, place)
    return callee if isinstance(callee, Unknown) else Unknown("a call of an unknown value", place)


def _function(
    m: Machine, function: Function, args: list[Value], kwargs: Kwargs, place: Place
) -> Value:
    if sum(1 for one in m.stack if one.node is function.node) >= _MOST_OF_ONE:
        return Unknown(f"`{function.name}` calls itself", place)
    scope = Scope(function.module, {}, function.scope, owner=function.owner)
    scope.self_value = args[0] if function.owner is not None and args else None
    m.tasks.calls(function)
    m.stack.append(function)
    try:
        _bind(m, function, args, kwargs, scope)
        if function.node[0] == "lambda":
            return m.evaluate(function.node[2], scope)
        body = _body(m, function, args, kwargs)
        if body is None:
            return Unknown(f"the body of `{function.name}` was not followed", place)
        returned, _ = m.execute(body, scope)
    finally:
        m.stack.pop()
    known = [value for value in returned if not (isinstance(value, Const) and value.value is None)]
    return one_of(known or returned) if returned else Const(None)


def _body(m: Machine, function: Function, args: list[Value], kwargs: Kwargs) -> list[Node] | None:
    """The body of a function, where it can matter to what is built."""
    bodies = m.store.bodies
    for value in args:
        m.tasks.looks(value)
    given = any(fastapi.holds_router(value) for value in [*args, *kwargs.values()])
    if (
        given
        or bodies.worth(function.module, function.node)
        or _RESULTS.search(show(function.node[7]))
    ):
        return m.body(function)
    return None


def _bind(m: Machine, function: Function, args: list[Value], kwargs: Kwargs, scope: Scope) -> None:
    rest, names, left = list(args), scope.names, dict(kwargs)
    for name, kind, _, default, _ in function.parameters:
        if kind == REST:
            names[name] = Seq(rest, kind="tuple")
            rest = []
        elif kind == KEYWORDS:
            names[name] = Table([(Const(key), value) for key, value in left.items()])
        elif rest and kind != KEYWORD_ONLY:
            names[name] = rest.pop(0)
        elif name in left and kind != POSITIONAL_ONLY:
            names[name] = left.pop(name)
        elif default is not None:
            names[name] = m.evaluate(default, function.scope)
        else:
            names[name] = Unknown(f"the argument `{name}` of `{function.name}`", function.place)


def _made(m: Machine, cls: Class, args: list[Value], kwargs: Kwargs, place: Place) -> Value:
    bases = external_bases(m, cls)
    kind = next((fastapi.KINDS[name] for name in bases if name in fastapi.KINDS), None)
    made: Router | Instance
    if kind is not None:
        made = fastapi.new_router(m, kind, {}, place, cls)
    else:
        made = m.tasks.made(Instance(cls, {}, place, args, kwargs), cls.qualname)
    init = class_attribute(m, cls, "__init__")
    if isinstance(init, Function):
        m.call(Bound(init, made), args, kwargs, place)
    elif isinstance(made, Router):
        fastapi.initialise(m, made, args, kwargs)
    else:
        filled(m, made, args, kwargs)
    return made


def _method(m: Machine, method: Method, args: list[Value], kwargs: Kwargs, place: Place) -> Value:
    owner = method.self_value
    if isinstance(owner, Router):
        return fastapi.call_method(m, owner, method.name, args, kwargs, place)
    if isinstance(owner, Made):
        fastapi.handed_over(m, method, [*args, *kwargs.values()], place)
        return builtin.call_made_method(m, owner, method.name, args, kwargs, place)
    return builtin.call_method(m, owner, method.name, args, kwargs, place)


def attribute(m: Machine, value: Value, name: str, place: Place) -> Value:  # noqa: C901, PLR0911, PLR0912 -- one case a kind
    """The value of an attribute."""
    match value:
        case Module():
            return Lazy(value.key, name)
        case External():
            return m.external(f"{value.name}.{name}")
        case Instance():
            return instance_attribute(m, value, name, place)
        case Router():
            return _router_attribute(m, value, name, place)
        case Class():
            return _class_attribute(m, value, name, place)
        case OneOf():
            return one_of([m.attribute(option, name, place) for option in value.options])
        case Super():
            return _super_attribute(m, value, name)
        case Made():
            return value.names.get(name) or Method(value, name)
        case Const():
            return value if name in {"value", "name"} else Method(value, name)
        case Seq() | Table():
            return Method(value, name)
        case Function() | Bound() if name in {"__name__", "__qualname__"}:
            function = value.function if isinstance(value, Bound) else value
            m.tasks.looks(function)
            return Const(function.name)
        case Unknown():
            return value
        case Either() | Subscripted():
            return Unknown("an attribute of a type", place)
    return Unknown(f"the attribute `{name}`", place)


def _router_attribute(m: Machine, router: Router, name: str, place: Place) -> Value:
    m.tasks.looks(router)
    if name in {"tags", "dependencies"} and name not in router.options:
        m.tasks.mutates(router)
    found = router.names.get(name)
    if found is not None:
        return m.force(found)
    if router.cls is not None:
        declared = class_attribute(m, router.cls, name)
        if declared is not None:
            return bound(m, declared, router, router.cls, place)
    return fastapi.own_attribute(router, name)


def _class_attribute(m: Machine, cls: Class, name: str, place: Place) -> Value:
    if name == "__name__":
        m.tasks.looks(cls)
        return Const(cls.name)
    found = class_attribute(m, cls, name)
    if found is not None:
        return bound(m, found, cls, cls, place)
    return Unknown(f"`{cls.name}.{name}` is not set in the class", place)


def _super_attribute(m: Machine, value: Super, name: str) -> Value:
    owner = value.self_value
    cls = owner if isinstance(owner, Class) else getattr(owner, "cls", None)
    if isinstance(cls, Class):
        found = class_attribute(m, cls, name, after=value.after)
        if found is not None:
            return bound(m, found, owner, cls, value.after.place)
    return Method(owner, name)
