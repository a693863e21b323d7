"""The routes of an entity.

Lives here: routes_sections.
Does not:   what they call (write_layers.py, calls.py).
"""

import re

from fe_skill.domains.foreign.calls import Queries
from fe_skill.domains.foreign.idiom import Idiom, Layer, Param
from fe_skill.domains.foreign.kin import OPERATIONS
from fe_skill.domains.foreign.made import dotted_of, place
from fe_skill.domains.foreign.piece import Need, Piece, piece
from fe_skill.domains.foreign.survey_routes import own_values
from fe_skill.domains.foreign.text import docstring, needs_of_params, rendered, signature
from fe_skill.domains.foreign.work import Routing
from fe_skill.domains.foreign.write_layers import method_of

_METHODS = {"create": "post", "list": "get", "read": "get", "delete": "delete"}
_WORDS = {
    "create": "Create {a}.",
    "list": "Retrieve {m}.",
    "read": "Get {a} by its id.",
    "update": "Update {a}.",
    "delete": "Delete {a}.",
}
_STATUS = {"201": "HTTP_201_CREATED", "204": "HTTP_204_NO_CONTENT"}
_MOST = 100


def routes_sections(routing: Routing) -> list[Piece]:
    """What stands in the file of routes, in order."""
    made, idiom = routing.made, routing.idiom
    router = made.twinned(idiom.route.router, routing.own)
    order = [name for name in OPERATIONS if name in routing.kin.operations]
    order.sort(key=lambda name: routing.kin.operations[name].function.lineno)
    order += [name for name in OPERATIONS if name not in order]
    functions = [_route(routing, name) for name in order]
    head = [*idiom.route.preamble, *_asked_values(routing)]
    values = [made.twinned(value, routing.own) for value in head]
    source = _source(routing)
    lines = "\n".join([*(v.text for v in values), router.text])
    needs = router.needs.union(*(v.needs for v in values))
    if source is not None and "\n" not in source.text:
        lines, needs = f"{lines}\n{source.text}", needs | source.needs
        source = None
    return [Piece(lines, needs), *([source] if source is not None else []), *functions]


def _asked_values(routing: Routing) -> tuple[Piece, ...]:
    """The values at the top of the neighbour's file by which it asks for users."""
    auth = routing.idiom.auth
    if auth is None or routing.access == "public":
        return ()
    pieces = [auth.decorator] if auth.decorator else []
    if auth.param is not None:
        pieces += [auth.param.annotation, *([auth.param.default] if auth.param.default else [])]
    return own_values(routing.kin.routes, *pieces)


def _source(routing: Routing) -> Piece | None:
    """What makes the layer's object, where that stands among the routes."""
    layer = routing.layer
    if layer is None or layer.source is None or layer.source_below:
        return None
    return routing.made.twinned(layer.source, routing.own)


def _route(routing: Routing, operation: str) -> Piece:
    made, idiom = routing.made, routing.idiom
    queries = Queries(made, idiom, idiom.session.param.name)
    body = _body(routing, queries, operation)
    params = [
        *_own_params(routing, queries, operation),
        *_given(routing),
        *_user(routing, operation),
    ]
    if operation == "list":
        params += _paging(idiom)
    returns = _returns(routing, operation)
    decorator, needs = _decorator(routing, operation)
    words = _WORDS[operation].format(a=made.entity.a_words, m=made.entity.many_words)
    doc = docstring(words, idiom.route.documented)
    text = rendered(
        "function",
        {
            "decorator": [decorator],
            "signature": signature(
                made.twin(idiom.route.functions[operation]),
                params,
                returns=returns.text,
                is_async=idiom.route.is_async or idiom.session.is_async,
            ),
            "body": [*doc.splitlines(), *body.text.strip("\n").splitlines()],
        },
    )
    return Piece(text, body.needs | needs | returns.needs | needs_of_params(params))


def _own_params(routing: Routing, queries: Queries, operation: str) -> list[Param]:
    made, idiom = routing.made, routing.idiom
    key = Param(queries.id_name, idiom.model.key.python)
    if operation == "create":
        return [Param(queries.payload("create"), Piece(made.create, made.needs(made.create)))]
    if operation == "update":
        body = Param(queries.payload("update"), Piece(made.update, made.needs(made.update)))
        return [key, body]
    return [] if operation == "list" else [key]


def _given(routing: Routing) -> list[Param]:
    """The session, or what holds it."""
    layer = routing.layer
    if layer is None or layer.given is None:
        param = routing.idiom.session.param
        return [param]
    given = layer.given
    return [
        Param(
            routing.made.twin(given.name),
            routing.made.twinned(given.annotation, routing.own),
            None if given.default is None else routing.made.twinned(given.default, routing.own),
        )
    ]


def _user(routing: Routing, operation: str) -> list[Param]:
    auth = routing.idiom.auth
    if auth is None or auth.param is None or not routing.asks(operation):
        return []
    if routing.in_decorator is not None:
        return []
    param = auth.param
    drop = routing.own
    annotation = Piece(param.annotation.text, _outside(param.annotation, drop))
    default = (
        None if param.default is None else Piece(param.default.text, _outside(param.default, drop))
    )
    return [Param(param.name, annotation, default)]


def _outside(text: Piece, own: str) -> frozenset[Need]:
    return frozenset(n for n in text.needs if n.dotted.rpartition(".")[0] != own)


def _paging(idiom: Idiom) -> list[Param]:
    """Bounded parameters for a page, in the form that the project uses."""
    query = piece("", "fastapi.Query").needs
    bounds = {"0": "ge=0", str(_MOST): f"ge=1, le={_MOST}"}
    if not idiom.route.annotates:
        return [
            Param(name, Piece("int"), Piece(f"Query(default={default}, {bound})", query))
            for name, (default, bound) in zip(idiom.route.paging, bounds.items(), strict=True)
        ]
    needs = query | piece("", "typing.Annotated").needs
    return [
        Param(name, Piece(f"Annotated[int, Query({bound})]", needs), Piece(default))
        for name, (default, bound) in zip(idiom.route.paging, bounds.items(), strict=True)
    ]


def _listed(idiom: Idiom, inner: Piece) -> Piece:
    if idiom.lists:
        return Piece(f"List[{inner.text}]", inner.needs | piece("", "typing.List").needs)
    return Piece(f"list[{inner.text}]", inner.needs)


def _shown(routing: Routing, operation: str) -> Piece:
    """What an operation answers."""
    made = routing.made
    if operation == "list" and _paged(routing) and made.many:
        return Piece(made.many[0], made.needs(made.many[0]))
    out = Piece(made.out, made.needs(made.out))
    return _listed(routing.idiom, out) if operation == "list" else out


def _paged(routing: Routing) -> bool:
    return routing.made.many is not None and routing.layer is None


def _declares(routing: Routing) -> bool:
    route = routing.idiom.route
    return route.declares or route.returns in {"none", "any", "model"}


def _returns(routing: Routing, operation: str) -> Piece:
    route = routing.idiom.route
    if operation == "delete":
        return route.deletion.returns or Piece()
    if route.returns == "any":
        return piece("Any", "typing.Any")
    if route.returns == "schema" or (operation == "list" and _paged(routing)):
        return _shown(routing, operation)
    if route.returns == "none":
        return Piece()
    model = Piece(routing.made.model, routing.made.model_needs)
    return _listed(routing.idiom, model) if operation == "list" else model


def _decorator(routing: Routing, operation: str) -> tuple[str, frozenset[Need]]:
    made, route = routing.made, routing.idiom.route
    arguments = [f'"{made.twin.path(route.paths[operation])}"']
    needs = frozenset[Need]()
    if operation != "delete" and _declares(routing):
        shown = _shown(routing, operation)
        arguments.append(f"response_model={shown.text}")
        needs |= shown.needs
    status = _status(routing, operation)
    if status is not None:
        arguments.append(f"status_code={status.text}")
        needs |= status.needs
    asked = routing.in_decorator
    if asked is not None and routing.asks(operation):
        arguments.append(f"dependencies=[{asked.text}]")
        needs |= _outside(asked, routing.own)
    if route.described:
        words = _WORDS[operation].format(a=made.entity.a_words, m=made.entity.many_words)
        arguments.append(f'description="{words.rstrip(".")}"')
    method = route.update if operation == "update" else _METHODS[operation]
    return f"@{made.twin(route.variable)}.{method}({', '.join(arguments)})", needs


def _status(routing: Routing, operation: str) -> Piece | None:
    """The status in the decorator, written as the neighbour writes such."""
    route, module = routing.idiom.route, routing.kin.routes
    code = {"create": route.created, "delete": route.deletion.status}.get(operation)
    if operation == "create" and "create" not in routing.kin.operations:
        code = "201"
    if code is None:
        return None
    if code in _STATUS and re.search(r"\bstatus\.HTTP_", module.text):
        code = f"status.{_STATUS[code]}"
    root = code.partition(".")[0]
    dotted = module.names.get(root)
    return Piece(code, frozenset({Need(dotted, root)}) if dotted else frozenset())


def _owner(routing: Routing) -> str | None:
    auth, link = routing.idiom.auth, routing.made.owner
    if link is None or auth is None or auth.param is None:
        return None
    return f'{auth.param.name}["{link.key}"]' if auth.as_dict else f"{auth.param.name}.{link.key}"


def _body(routing: Routing, queries: Queries, operation: str) -> Piece:
    if routing.layer is not None:
        return _through(routing, routing.layer, queries, operation)
    owner = _owner(routing)
    found = queries.found(queries.fetch.text, owner)
    found = Piece(found.text, found.needs | queries.model)
    if operation == "create":
        return queries.create(owner)
    if operation == "list":
        return _page(routing, queries, owner)
    if operation == "read":
        return Piece(f"{found.text}return {queries.row}", found.needs)
    if operation == "update":
        work = queries.update()
        return Piece(found.text + work.text, found.needs | work.needs)
    work, tail = queries.delete(), _deleted(routing)
    return Piece(found.text + work.text + tail.text, found.needs | work.needs | tail.needs)


def _deleted(routing: Routing) -> Piece:
    return routing.made.twinned(routing.idiom.route.deletion.last, routing.own)


def _page(routing: Routing, queries: Queries, owner: str | None) -> Piece:
    many, made = routing.made.many, routing.made
    if not _paged(routing) or many is None:
        return queries.list(owner)
    (name, field, count), plural_ = many, made.entity.plural
    lead, rows = queries.rows(owner)
    shown = f"[{made.out}.model_validate({queries.row}) for {queries.row} in {plural_}]"
    lines, parts = [f"{lead.text}{plural_} = {rows}"], [f"{field}={shown}"]
    needs = lead.needs | made.needs(name, made.out)
    if count:
        counted = queries.count(owner)
        lines.append(f"{count} = {counted.text}")
        parts.append(f"{count}={count}")
        needs |= counted.needs
    lines.append(f"return {name}({', '.join(parts)})")
    return Piece("\n".join(lines), needs)


def _through(routing: Routing, layer: Layer, queries: Queries, operation: str) -> Piece:
    owner = [text] if (text := _owner(routing)) else []
    offset, limit = routing.idiom.route.paging
    create, update = queries.payload("create"), queries.payload("update")
    if operation == "create":
        call = _call(routing, layer, "create", [create, *owner])
        return Piece(f"return {call.text}", call.needs)
    if operation == "list":
        call = _call(routing, layer, "list", [*owner, offset, limit])
        return Piece(f"return {call.text}", call.needs)
    read = _call(routing, layer, "read", [queries.id_name, *owner])
    lead, target = Piece(), [queries.id_name, *owner]
    if not routing.idiom.error.in_layer:
        found = queries.found(read.text, None)
        lead, target = Piece(found.text, found.needs | read.needs), [queries.row]
    if operation == "read":
        if routing.idiom.error.in_layer:
            return Piece(f"return {read.text}", read.needs)
        return Piece(f"{lead.text}return {queries.row}", lead.needs)
    if operation == "update":
        call = _call(routing, layer, "update", [*target, update])
        return Piece(f"{lead.text}return {call.text}", lead.needs | call.needs)
    call, tail = _call(routing, layer, "delete", target), _deleted(routing)
    text = f"{lead.text}{call.text}\n{tail.text}"
    return Piece(text, lead.needs | call.needs | tail.needs)


def _call(routing: Routing, layer: Layer, operation: str, arguments: list[str]) -> Piece:
    """A call of the layer."""
    made, idiom = routing.made, routing.idiom
    wait = "await " if idiom.session.is_async else ""
    name = method_of(layer, made, operation)
    session = idiom.session.param.name
    if layer.style == "functions":
        owner = _functions_of(routing, layer, name)
        text = f"{wait}{owner.text}({', '.join([session, *arguments])})"
        return Piece(text, owner.needs)
    class_ = made.twin(layer.name)
    if layer.wiring == "constructed":
        made_ = f"{class_}({session})" if layer.holds else f"{class_}()"
        needs = frozenset({Need(f"{made.homes[class_]}.{class_}", class_)})
    elif layer.given is not None:
        made_, needs = made.twin(layer.given.name), frozenset[Need]()
    else:
        made_ = made.twin(layer.wired)
        below = layer.source_below
        needs = frozenset({Need(f"{made.homes[made_]}.{made_}", made_)}) if below else frozenset()
    passed = [] if layer.holds else [session]
    return Piece(f"{wait}{made_}.{name}({', '.join([*arguments, *passed])})", needs)


def _functions_of(routing: Routing, layer: Layer, name: str) -> Piece:
    """A function of the layer as the routes name it: by itself, or by its module."""
    made, program = routing.made, routing.program
    home = dotted_of(program, layer.path, place(layer.path, made.twin))
    module = program.facts.module_name(layer.path)
    alias = next((w for w, d in routing.kin.routes.names.items() if d == module), None)
    taken = {made.twin(text) for text in routing.idiom.route.functions.values()}
    if alias is None and name not in taken:
        return Piece(name, frozenset({Need(f"{home}.{name}", name)}))
    written = made.twin(alias) if alias else f"crud_{made.entity.module}"
    if alias is not None and written == alias:
        written = f"{alias}_{made.entity.module}"
    return Piece(f"{written}.{name}", frozenset({Need(home, written)}))
