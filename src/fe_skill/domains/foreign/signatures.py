"""What a parameter of a function is injected with.

Lives here: Injected, injected, aliases_of.
Does not:   which of them are sessions or users (survey_session.py, survey_auth.py).
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from fe_skill.domains.foreign.idiom import Param
from fe_skill.domains.foreign.piece import Piece, piece_of
from fe_skill.project.program import Program
from fe_skill.syntax.module import Function, SourceModule

_DEPENDS = frozenset(
    (
        "fastapi.Depends",
        "fastapi.Security",
        "fastapi.params.Depends",
        "fastapi.param_functions.Depends",
    )
)
_ANNOTATED = frozenset(("typing.Annotated", "typing_extensions.Annotated"))


@dataclass(frozen=True)
class Injected:
    """A parameter, its type, and the dependency behind it, dotted. `form` is how it is written."""

    param: Param
    type: str | None
    kind: Piece
    dependency: str
    form: str


Aliases = dict[str, tuple[str | None, Piece, str]]


def aliases_of(program: Program) -> Aliases:
    """The names that stand for `Annotated[..., Depends(...)]`: type, its text, dependency."""
    found: Aliases = {}
    for module in program.mentioning(b"Annotated"):
        for node in module.tree.body:
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            target = _target(node)
            read = None if value is None or target is None else _annotated(module, value)
            if read is not None and target is not None:
                found[f"{module.name}.{target}"] = read
    return found


def _target(node: ast.stmt) -> str | None:
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    return None


def injected(module: SourceModule, function: Function, aliases: Aliases) -> Iterator[Injected]:
    """The parameters of `function` that FastAPI fills from dependencies."""
    for arg, default in arguments_of(function):
        if arg.annotation is None:
            continue
        param = Param(
            arg.arg,
            piece_of(module, arg.annotation),
            None if default is None else piece_of(module, default),
        )
        dotted = module.dotted(arg.annotation)
        inline = _annotated(module, arg.annotation)
        target = None if default is None else _depends(module, default)
        if dotted in aliases:
            kind, text, dependency = aliases[dotted]
            yield Injected(param, kind, text, dependency, "an Annotated alias")
        elif inline is not None:
            yield Injected(param, inline[0], inline[1], inline[2], "an inline Annotated")
        elif target is not None:
            text = param.annotation
            yield Injected(param, dotted, text, target or dotted or "", "a Depends default")


def arguments_of(function: Function) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    """The parameters of a function, each with its default."""
    arguments = function.args
    plain = [*arguments.posonlyargs, *arguments.args]
    padding: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults))
    yield from zip(plain, [*padding, *arguments.defaults], strict=True)
    yield from zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)


def _annotated(module: SourceModule, node: ast.expr) -> tuple[str | None, Piece, str] | None:
    if not isinstance(node, ast.Subscript) or module.dotted(node.value) not in _ANNOTATED:
        return None
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else []
    for part in parts[1:]:
        target = _depends(module, part)
        if target is not None:
            kind = module.dotted(parts[0])
            return kind, piece_of(module, parts[0]), target or kind or ""
    return None


def _depends(module: SourceModule, node: ast.expr) -> str | None:
    """What `Depends(...)` names; empty where it is left to the type; None: it is no Depends."""
    if not isinstance(node, ast.Call) or module.dotted(node.func) not in _DEPENDS:
        return None
    if not node.args:
        return ""
    return dependency_of(module, node.args[0])


def dependency_of(module: SourceModule, node: ast.expr) -> str:
    """The function or class behind what stands in `Depends(...)`, instances resolved."""
    if isinstance(node, ast.Call):
        return module.dotted(node.func) or ""
    dotted = module.dotted(node) or ""
    name = dotted.removeprefix(f"{module.name}.")
    for each in module.tree.body:
        if _target(each) == name and isinstance(getattr(each, "value", None), ast.Call):
            return module.dotted(each.value.func) or dotted  # type: ignore[attr-defined]  # as tested
    return dotted


def decorator_dependencies(module: SourceModule, call: ast.Call) -> list[tuple[str, Piece]]:
    """The dependencies in a decorator's or router's `dependencies=[...]`."""
    found = []
    for keyword in call.keywords:
        if keyword.arg == "dependencies" and isinstance(keyword.value, ast.List):
            for element in keyword.value.elts:
                target = _depends(module, element)
                named = dependency_of(module, element) if target is None else target
                found.append((named, piece_of(module, element)))
    return found
