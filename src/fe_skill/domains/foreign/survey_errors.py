"""How a missing row and a conflict are refused, as callers get an answer by it.

Lives here: error_idiom.
Does not:   the functions around it (survey_routes.py).
"""

import ast
import re

from fe_skill.domains.foreign.idiom import ErrorIdiom, Habit, Layer
from fe_skill.domains.foreign.kin import Kin
from fe_skill.domains.foreign.piece import Piece, needs_of, piece
from fe_skill.domains.foreign.words import Twin
from fe_skill.project.program import Program
from fe_skill.syntax.module import SourceModule
from fe_skill.syntax.tree import expression_of

_MISSING = re.compile(r"NotFound|DoesNotExist|404")
# Errors of libraries for APIs say so in their names, unlike those of databases.
_LIBRARY = re.compile(r"(?i)http")
_HTTP = (
    "fastapi.HTTPException",
    "fastapi.exceptions.HTTPException",
    "starlette.exceptions.HTTPException",
)
_CONFLICT = re.compile(r"Duplicate|AlreadyExist|Conflict")


def error_idiom(
    program: Program, kin: Kin, twin: Twin, layers: tuple[Layer, ...]
) -> tuple[ErrorIdiom, Habit]:
    """How a missing row is refused: as the neighbour does, where that names nothing of its own."""
    below = [m for layer in layers if (m := program.module(layer.path)) is not None]
    lower = [r for module in reversed(below) for r in _raised(module)]
    upper = _raised(kin.routes)
    everywhere = [r for m in program.mentioning(b"404", b"NotFound") for r in _raised(m)]
    missing = next(
        (
            p
            for found in (lower, upper, everywhere)
            for r in found
            if (p := _usable(r, twin, program))
        ),
        None,
    )
    if missing is None:
        missing = piece(
            f'HTTPException(status_code=404, detail="{kin.names.singular.capitalize()} not found")',
            "fastapi.HTTPException",
        )
    plain = "HTTPException" in missing.text
    follow = sum(("HTTPException" in ast.unparse(node)) is plain for _, node in everywhere)
    habit = Habit(
        f"a missing row is `{missing.text.partition('(')[0]}`", follow, len(everywhere), "raises"
    )
    return ErrorIdiom(
        missing, _conflict(program, missing, kin), bool(layers) and bool(lower)
    ), habit


def _raised(module: SourceModule) -> list[tuple[SourceModule, ast.Call]]:
    return [
        (module, node.exc)
        for node in module.nodes(ast.Raise)
        if isinstance(node.exc, ast.Call) and _MISSING.search(ast.unparse(node.exc))
    ]


def _usable(raised: tuple[SourceModule, ast.Call], twin: Twin, program: Program) -> Piece | None:
    """The error as text that is as true of another entity; None where it can't be."""
    module, node = raised
    name = (module.dotted(node.func) or "").rpartition(".")[2]
    if twin.mentions(name) or any(name.startswith(m.name) for m in program.facts.models):
        return None
    if not _answered(program, program.resolve(module, node.func) or ""):
        return None
    if "%" in ast.unparse(node) or any(isinstance(k.value, ast.Dict) for k in node.keywords):
        return None
    parts = [module.segment(node.func), *(k.arg or "" for k in node.keywords)]
    if not all(parts) or len(node.args) > 1:
        return None
    words = f'"{twin.old.singular.replace("_", " ").capitalize()} not found"'
    written = [module.segment(a) if _names_no_text(a, module) else words for a in node.args]
    written += [
        f"{k.arg}={module.segment(k.value) if _names_no_text(k.value, module) else words}"
        for k in node.keywords
    ]
    text = f"{module.segment(node.func)}({', '.join(written)})"
    keep = [
        node.func,
        *(v for v in [*node.args, *(k.value for k in node.keywords)] if _names_no_text(v, module)),
    ]
    return Piece(text, needs_of(module, *keep))


def _answered(program: Program, error: str) -> bool:
    """Whether callers get an answer by an error, where nobody but the application catches it."""
    handlers = [
        name
        for app in program.facts.applications
        for name in app.handlers
        if "." in name and not name.endswith(".Exception")
    ]
    if program.class_(error) is None and _LIBRARY.search(error):
        return True
    return program.is_subclass(error, *_HTTP, *handlers)


def _names_no_text(node: ast.expr, module: SourceModule) -> bool:
    """Whether an argument is a status rather than what is told to people."""
    if isinstance(node, ast.Constant):
        return not isinstance(node.value, str)
    dotted = module.dotted(node) or ""
    return "status" in dotted or "HTTP_" in dotted


def _detailed(text: str, words: str) -> str:
    """A call that raises, with other words as its detail; they are ours, and of one line."""
    call = expression_of(text)
    for keyword in call.keywords if isinstance(call, ast.Call) else ():
        if keyword.arg == "detail":
            return text.replace(ast.get_source_segment(text, keyword.value) or "\0", words)
    return text


def _conflict(program: Program, missing: Piece, kin: Kin) -> Piece:
    words = f'"{kin.names.singular.replace("_", " ").capitalize()} conflicts with what is there"'
    if "HTTPException" in missing.text:
        text = (
            _detailed(missing.text, words)
            .replace("HTTP_404_NOT_FOUND", "HTTP_409_CONFLICT")
            .replace("404", "409")
        )
        needs = frozenset(n for n in missing.needs if "404" not in n.written)
        if "HTTP_409_CONFLICT" in text and "status." not in text:
            needs |= {
                type(next(iter(needs)))("starlette.status.HTTP_409_CONFLICT", "HTTP_409_CONFLICT")
            }
        return Piece(text, needs)
    homes = {n.dotted.rpartition(".")[0] for n in missing.needs}
    for module in program.mentioning(b"Duplicate", b"AlreadyExist", b"Conflict"):
        for node in module.nodes(ast.ClassDef):
            if (
                module.name in homes
                and _CONFLICT.search(node.name)
                and not any(node.name.startswith(m.name) for m in program.facts.models)
            ):
                return piece(f"{node.name}({words})", f"{module.name}.{node.name}")
    return piece(f"HTTPException(status_code=409, detail={words})", "fastapi.HTTPException")
