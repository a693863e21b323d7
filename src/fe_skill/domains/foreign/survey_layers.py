"""What stands between the neighbour's routes and the session: functions, a class, or two of them.

Lives here: layers_of, operation_of.
Does not:   how routes are written (survey_routes.py).
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from fe_skill.domains.foreign.idiom import Layer, Param
from fe_skill.domains.foreign.kin import Kin, imported
from fe_skill.domains.foreign.piece import Piece, piece_of
from fe_skill.domains.foreign.signatures import Aliases, Injected, arguments_of, injected
from fe_skill.domains.foreign.words import Twin
from fe_skill.project.program import Program
from fe_skill.syntax.module import FUNCTIONS, Function, SourceModule

_SESSION = re.compile(r"\b(?:Async)?Session\b|\bSessionDep\b|DBSession")
_WORDS = {
    "create": {"create", "add", "insert", "new", "save", "write", "make", "store", "post"},
    "update": {"update", "edit", "modify", "patch", "change", "put"},
    "delete": {"delete", "remove", "destroy", "erase"},
    "list": {"list", "all", "multi", "many"},
    "read": {"get", "read", "find", "fetch", "retrieve", "one", "detail", "details"},
}
# What may stand behind a verb and means the entity itself.
_PLAIN = frozenset(
    ("item", "object", "obj", "record", "entry", "entity", "row", "data", "existing", "db")
)


def operation_of(name: str, twin: Twin) -> str | None:
    """Which operation a function's name speaks of; None where it says more than that."""
    many = re.search(rf"(?<![a-z])(?:{twin.old.plural}|{twin.old.singular}s)(?![a-z])", name)
    bare = re.sub(
        rf"(?<![a-z])(?:{twin.old.plural}|{twin.old.singular}s?)(?![a-z])", "", name.lower()
    )
    words = [
        w
        for w in bare.split("_")
        if w and w not in {"a", "an", "the", "by", "id", "model", "models"}
    ]
    if not words or len(words) > 2:  # noqa: PLR2004 -- a verb, and what it is done to
        return None
    every = {word for known in _WORDS.values() for word in known}
    if words[0] not in _WORDS["read"] and not set(words[1:]) <= every | _PLAIN:
        return None
    for operation, known in _WORDS.items():
        if operation != "read" and (
            words[0] in known or (words[-1] in known and operation == "list")
        ):
            return operation if operation != "list" or words[0] in known | _WORDS["read"] else None
    if words[0] in _WORDS["read"] and len(words) == 1:
        return "list" if many else "read"
    return None


def layers_of(program: Program, kin: Kin, twin: Twin, aliases: Aliases) -> tuple[Layer, ...]:
    """The neighbour's layers, the one that routes see first; none where routes query themselves."""
    skip = {kin.model.where.path, *(s.where.path for s in program.facts.schemas)}
    near = [module for module in imported(program, kin.routes) if module.path not in skip]
    found = [
        (layer, module)
        for module in near
        if (layer := _class_layer(program, kin, module, twin, aliases)) is not None
    ]
    if found:
        # What is made inside a provider is the lower one of two.
        layer, module = min(found, key=lambda each: each[0].wiring == "constructed")
        below = _below(program, kin, module, layer, twin)
        return (layer, *(replace(each, wiring=layer.wiring) for each in below))
    for module in near:
        functions = _functions(module, twin)
        if functions and any(name in kin.routes.text for name in functions.values()):
            return (_function_layer(module, functions),)
    return ()


def _function_layer(module: SourceModule, functions: dict[str, str]) -> Layer:
    return Layer(
        path=module.path,
        style="functions",
        name="",
        holds=False,
        wiring="",
        wired="",
        given=None,
        source=None,
        source_below=False,
        methods=functions,
        over=None,
        parameter=_session_param(module, _defs(module)),
        documented=any(map(ast.get_docstring, _defs(module))),
    )


def _defs(module: SourceModule) -> list[Function]:
    return [node for node in module.tree.body if isinstance(node, FUNCTIONS)]


def _functions(module: SourceModule, twin: Twin) -> dict[str, str]:
    """The module's functions by operation, where they take a session."""
    found: dict[str, str] = {}
    for function in _defs(module):
        if twin.mentions(function.name) and _session_param(module, [function]) is not None:
            operation = operation_of(function.name, twin)
            if operation is not None:
                found.setdefault(operation, function.name)
    return found


def _session_param(module: SourceModule, functions: list[Function]) -> Param | None:
    for function in functions:
        for arg, default in arguments_of(function):
            if arg.annotation is not None and _SESSION.search(module.segment(arg.annotation)):
                annotation = piece_of(module, arg.annotation)
                given = None if default is None else piece_of(module, default)
                return Param(arg.arg, annotation, given)
    return None


def _class_layer(
    program: Program, kin: Kin, module: SourceModule, twin: Twin, aliases: Aliases
) -> Layer | None:
    for node in module.nodes(ast.ClassDef):
        wired = _wiring(kin, module, node, aliases)
        if not twin.mentions(node.name) or wired is None or _is_exception(node):
            continue
        methods: dict[str, str] = {}
        for function in _methods(node):
            operation = operation_of(function.name, twin)
            if operation is not None:
                methods.setdefault(operation, function.name)
        init = next((m for m in _methods(node) if m.name == "__init__"), None)
        if init is None:
            init = _inherited_init(program, module, node)
        return Layer(
            path=module.path,
            style="class",
            name=node.name,
            holds=init is not None,
            wiring=wired.kind,
            wired=wired.name,
            given=wired.param,
            source=wired.source,
            source_below=wired.below,
            methods=methods,
            over=None if init is None else _over(init),
            parameter=_session_param(module, [init] if init else _methods(node)),
            documented=ast.get_docstring(node) is not None,
        )
    return None


def _is_exception(node: ast.ClassDef) -> bool:
    return any(re.search(r"Exception|Error", ast.unparse(base)) for base in node.bases)


def _is_abstract(node: ast.ClassDef) -> bool:
    return any(re.search(r"\bABC$|\bProtocol\b", ast.unparse(base)) for base in node.bases)


def _methods(node: ast.ClassDef) -> list[Function]:
    return [each for each in node.body if isinstance(each, FUNCTIONS)]


def _inherited_init(program: Program, module: SourceModule, node: ast.ClassDef) -> Function | None:
    """The constructor that a class has from a base of the project."""
    for base in node.bases:
        plain = base.value if isinstance(base, ast.Subscript) else base
        home, _, name = (module.dotted(plain) or "").rpartition(".")
        for other in imported(program, module):
            if other.name != home and not home.startswith(other.name):
                continue
            for each in other.nodes(ast.ClassDef):
                if each.name == name:
                    return next((m for m in _methods(each) if m.name == "__init__"), None)
    return None


def _over(init: Function) -> str | None:
    """The name of the constructor's argument that is another layer."""
    for arg in init.args.args[1:]:
        if arg.annotation is not None and re.search(
            r"Repo|Dao|DAO|Repository|Store|Crud|CRUD", ast.unparse(arg.annotation)
        ):
            return arg.arg
    return None


@dataclass(frozen=True)
class _Wired:
    """How routes come by an object of a layer's class."""

    kind: str
    name: str = ""
    param: Param | None = None
    source: Piece | None = None
    below: bool = False


def _wiring(kin: Kin, module: SourceModule, node: ast.ClassDef, aliases: Aliases) -> _Wired | None:
    """How the routes come by an object of the class; None where they don't use it."""
    for function in kin.routes.functions:
        for each in injected(kin.routes, function, aliases):
            if (each.type or "").rpartition(".")[2] != node.name:
                continue
            if each.dependency.rpartition(".")[2] == node.name:
                return _Wired("depends", each.param.name, each.param)
            return _provider(kin, module, each)
    for source in (kin.routes, module):
        for name, statement in _made(source):
            called = (source.dotted(statement.value.func) or "").rpartition(".")[2]  # type: ignore[attr-defined]  # calls only
            if called == node.name and name in kin.routes.text:
                below = source is module
                return _Wired("instance", name, None, piece_of(source, statement), below)
    if any(kin.routes.calls_to(f"{module.name}.{node.name}")):
        return _Wired("constructed")
    return None


def _provider(kin: Kin, module: SourceModule, each: Injected) -> _Wired | None:
    """The function that gives the object, where it stands in one of the two files."""
    name = each.dependency.rpartition(".")[2]
    for source in (kin.routes, module):
        for function in _defs(source):
            if function.name == name:
                text = piece_of(source, function)
                return _Wired("provider", name, each.param, text, source is module)
    return None


def _made(module: SourceModule) -> Iterator[tuple[str, ast.Assign]]:
    for statement in module.tree.body:
        if (
            isinstance(statement, ast.Assign)
            and isinstance(statement.targets[0], ast.Name)
            and isinstance(statement.value, ast.Call)
        ):
            yield statement.targets[0].id, statement


def _below(
    program: Program, kin: Kin, module: SourceModule, upper: Layer, twin: Twin
) -> tuple[Layer, ...]:
    """The layer that another one is built on."""
    if upper.over is None:
        return ()
    for other in (*imported(program, module), *imported(program, kin.routes)):
        for node in other.nodes(ast.ClassDef):
            if other.path == module.path or not twin.mentions(node.name):
                continue
            if not re.search(r"Repo|Dao|DAO|Store|Crud|CRUD", node.name) or _is_exception(node):
                continue
            if _is_abstract(node):
                continue
            methods: dict[str, str] = {}
            for function in _methods(node):
                operation = operation_of(function.name, twin)
                if operation is not None:
                    methods.setdefault(operation, function.name)
            init = next((m for m in _methods(node) if m.name == "__init__"), None)
            return (
                Layer(
                    path=other.path,
                    style="class",
                    name=node.name,
                    holds=True,
                    wiring="constructed",
                    wired="",
                    given=None,
                    source=None,
                    source_below=False,
                    methods=methods,
                    over=None,
                    parameter=_session_param(other, [init] if init else []),
                    documented=ast.get_docstring(node) is not None,
                ),
            )
    return ()
