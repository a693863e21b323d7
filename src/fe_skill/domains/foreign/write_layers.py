"""What stands between routes and session: functions, a class, or a class on top of another.

Lives here: layer_section, method_of, LAYER_NAMES.
Does not:   how routes come by it (write_routes.py).
"""

from fe_skill.domains.foreign.calls import Queries
from fe_skill.domains.foreign.idiom import Idiom, Layer, Param
from fe_skill.domains.foreign.made import Made
from fe_skill.domains.foreign.piece import Need, Piece, piece
from fe_skill.domains.foreign.text import (
    indented,
    needs_of_params,
    rendered,
    signature,
)

_METHODS = {
    "create": "create",
    "list": "get_all",
    "read": "get",
    "update": "update",
    "delete": "delete",
}
_FUNCTIONS = {
    "create": "create_{one}",
    "list": "get_{many}",
    "read": "get_{one}",
    "update": "update_{one}",
    "delete": "delete_{one}",
}
_WORDS = {
    "create": "Make {a}.",
    "list": "A page of {m}.",
    "read": "The {w} with this id.",
    "update": "Change {a}.",
    "delete": "Delete {a}.",
}


def method_of(layer: Layer, made: Made, operation: str) -> str:
    """The name of an operation's function in a layer."""
    known = layer.methods.get(operation)
    if known is not None:
        return made.twin(known)
    if layer.style == "class":
        return _METHODS[operation]
    return _FUNCTIONS[operation].format(one=made.entity.module, many=made.entity.plural)


def layer_section(layer: Layer, below: Layer | None, made: Made, idiom: Idiom) -> Piece:
    """The whole layer for one entity, but for what makes an object of it."""
    if below is not None:
        return _upper(layer, below, made, idiom)
    held = _held(layer, idiom)
    session = f"self.{held.name}" if layer.holds else held.name
    queries = Queries(made, idiom, session)
    functions = [
        _operation(layer, queries, name, held)
        for name in ("create", "list", "read", "update", "delete")
    ]
    return _assembled(layer, made, held, functions)


def _held(layer: Layer, idiom: Idiom) -> Param:
    """The session's parameter: where FastAPI makes the layer, as it fills one."""
    if layer.wiring == "depends" and not _filled(layer.parameter):
        return idiom.session.param
    return layer.parameter or Param("session", idiom.session.kind)


def _filled(param: Param | None) -> bool:
    """Whether a parameter says by what it is filled."""
    if param is None:
        return False
    return any("Depends" in part.text for part in (param.annotation, param.default or Piece()))


def _assembled(layer: Layer, made: Made, held: Param, functions: list[Piece]) -> Piece:
    needs = frozenset[Need]().union(*(f.needs for f in functions)) | needs_of_params([held])
    if layer.style == "functions":
        return Piece("\n\n".join(f.text for f in functions), needs)
    body = [f.text for f in functions]
    if layer.holds:
        bare = Param(held.name, held.annotation, held.default)
        init = signature("__init__", [Param("self", Piece()), bare], returns="None", is_async=False)
        body.insert(0, f"{init}\n    self.{held.name} = {held.name}\n")
    doc = f'    """{_said(made, "Reads and writes {m}.")}"""\n\n' if layer.documented else ""
    text = f"class {made.twin(layer.name)}:\n{doc}{indented(chr(10).join(body))}"
    return Piece(text, needs)


def _said(made: Made, words: str) -> str:
    entity = made.entity
    return words.format(a=entity.a_words, w=entity.words, m=entity.many_words)


def _operation(layer: Layer, queries: Queries, operation: str, held: Param) -> Piece:
    """One function of a layer that talks to the session itself."""
    made, idiom = queries.made, queries.idiom
    lead = [Param("self", Piece())] if layer.style == "class" else []
    session = [] if layer.holds else [Param(held.name, held.annotation)]
    own, returns = parameters(made, idiom, queries, operation, given_row=not idiom.error.in_layer)
    body = _body(layer, queries, operation, [] if layer.holds else [held.name])
    ordered = [*own, *session] if layer.style == "class" else [*session, *own]
    params = [*lead, *ordered]
    text = rendered(
        "function",
        {
            "decorator": [],
            "signature": signature(
                method_of(layer, made, operation),
                params,
                returns=returns.text,
                is_async=idiom.session.is_async,
            ),
            "body": [
                *([f'"""{_said(made, _WORDS[operation])}"""'] if layer.documented else []),
                *body.text.strip("\n").splitlines(),
            ],
        },
    )
    return Piece(text, body.needs | needs_of_params(params) | returns.needs)


def parameters(
    made: Made, idiom: Idiom, queries: Queries, operation: str, *, given_row: bool
) -> tuple[list[Param], Piece]:
    """What an operation takes besides the session, and what it returns."""
    model = Piece(made.model, queries.model)
    key = Param(queries.id_name, idiom.model.key.python)
    row = Param(queries.row, model)
    owner = [Param(made.owner.name, made.owner.python)] if made.owner else []
    create = Param(queries.payload("create"), Piece(made.create, made.needs(made.create)))
    update = Param(queries.payload("update"), Piece(made.update, made.needs(made.update)))
    offset, limit = (Param(name, Piece("int")) for name in idiom.route.paging)
    listed = "List" if idiom.lists else "list"
    many = Piece(
        f"{listed}[{made.model}]",
        queries.model | (piece("", "typing.List").needs if idiom.lists else frozenset()),
    )
    if operation == "create":
        return [create, *owner], model
    if operation == "list":
        return [*owner, offset, limit], many
    if operation == "read":
        if not given_row:
            return [key, *owner], model
        maybe = f"Optional[{made.model}]" if idiom.optional else f"{made.model} | None"
        extra = piece("", "typing.Optional").needs if idiom.optional else frozenset[Need]()
        return [key, *owner], Piece(maybe, queries.model | extra)
    target = [row] if given_row else [key, *owner]
    if operation == "update":
        return [*target, update], model
    return target, Piece("None")


def _body(layer: Layer, queries: Queries, operation: str, passed: list[str]) -> Piece:
    made, idiom = queries.made, queries.idiom
    owner = made.owner.name if made.owner else None
    me = f"{queries.wait}self." if layer.style == "class" else queries.wait
    if operation == "create":
        return queries.create(owner)
    if operation == "list":
        return queries.list(owner)
    if operation == "read":
        if idiom.error.in_layer:
            found = queries.found(queries.fetch.text, owner)
            return Piece(f"{found.text}return {queries.row}", found.needs | queries.model)
        return _maybe(made, queries, owner)
    work = queries.update() if operation == "update" else queries.delete()
    if not idiom.error.in_layer:
        return work
    arguments = [queries.id_name, *([owner] if owner else [])]
    arguments = [*arguments, *passed] if layer.style == "class" else [*passed, *arguments]
    reading = method_of(layer, made, "read")
    first = f"{queries.row} = {me}{reading}({', '.join(arguments)})\n"
    return Piece(first + work.text, work.needs)


def _maybe(made: Made, queries: Queries, owner: str | None) -> Piece:
    """Fetch a row, or None: also where it is somebody else's."""
    fetch = queries.fetch
    if owner is None or made.owner is None:
        return Piece(f"return {fetch.text}", fetch.needs)
    text = (
        f"{queries.row} = {fetch.text}\n"
        f"if {queries.row} is None or {queries.row}.{made.owner.name} != {owner}:\n"
        f"    return None\n"
        f"return {queries.row}"
    )
    return Piece(text, fetch.needs)


def _injected(held: Param, idiom: Idiom) -> Param:
    """A parameter that FastAPI fills by its type, in the form that the session's has."""
    depends = piece("", "fastapi.Depends").needs
    if idiom.session.param.default is not None:
        return Param(held.name, held.annotation, Piece("Depends()", depends))
    text = f"Annotated[{held.annotation.text}, Depends()]"
    needs = held.annotation.needs | depends | piece("", "typing.Annotated").needs
    return Param(held.name, Piece(text, needs))


def _upper(layer: Layer, below: Layer, made: Made, idiom: Idiom) -> Piece:
    """A class that hands every operation on to the one below."""
    queries = Queries(made, idiom, "")
    attribute = layer.over or "repository"
    lower = Piece(
        made.twin(below.name),
        frozenset(
            {
                Need(
                    f"{made.homes[made.twin(below.name)]}.{made.twin(below.name)}",
                    made.twin(below.name),
                )
            }
        ),
    )
    held = Param(attribute, lower)
    if layer.wiring == "depends":
        held = _injected(held, idiom)
    functions = []
    for operation in ("create", "list", "read", "update", "delete"):
        own, returns = parameters(
            made, idiom, queries, operation, given_row=not idiom.error.in_layer
        )
        arguments = ", ".join(param.name for param in own)
        call = f"{queries.wait}self.{attribute}.{method_of(below, made, operation)}({arguments})"
        params = [Param("self", Piece()), *own]
        text = rendered(
            "function",
            {
                "decorator": [],
                "signature": signature(
                    method_of(layer, made, operation),
                    params,
                    returns=returns.text,
                    is_async=idiom.session.is_async,
                ),
                "body": [
                    *([f'"""{_said(made, _WORDS[operation])}"""'] if layer.documented else []),
                    call if operation == "delete" else f"return {call}",
                ],
            },
        )
        functions.append(Piece(text, needs_of_params(params) | returns.needs))
    return _assembled(layer, made, held, functions)
