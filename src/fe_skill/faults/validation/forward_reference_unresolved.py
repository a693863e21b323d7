"""A model names a type that isn't there when the model is put together.

Often the import stands under `if TYPE_CHECKING`, or the class is defined further down or in a
module that imports this one.

Tell-tale: "is not fully defined", `PydanticUndefinedAnnotation`, "name '...' is not defined"
           from an annotation.
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.source import class_named
from fe_skill.syntax.module import SourceModule

_SIGN = re.compile(
    r"`(?P<o>\w+)` is not fully defined; you should define (?:`(?P<n>\w+)`|all referenced types)|"
    r"name '(?P<m>\w+)' is not defined"
)
_TYPES = ("PydanticUserError", "PydanticUndefinedAnnotation", "NameError")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(*_TYPES, says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if raised is None or found is None:
        return None
    owner, name = found["o"] or "", found["n"] or found["m"] or "one of its types"
    at = _import(case, owner, name)
    if raised.name == "NameError" and (at is None or not _pydantic(case)):
        return None
    spot = case.spot(raised)
    module, node = at or (None, None)
    place = (
        Place(module.path, node.lineno, name) if module and node else spot.place if spot else None
    )
    return Diagnosis(
        what=f"`{name}` isn't there when "
        + (f"`{owner}`" if owner else "the model")
        + " is put together",
        why="its import is for type checkers only, and Pydantic reads annotations when it runs"
        if at
        else "the name is defined later, or nowhere that this module sees",
        confidence=SURE if at else CLEAR,
        place=place,
        evidence=(Evidence("the import", module.path, node.lineno, module.segment(node)),)
        if module and node
        else (),
        mend=(
            "import it for real, outside `if TYPE_CHECKING`",
            f"where that is a cycle: `{owner or 'Model'}.model_rebuild()` once both are there",
        ),
        edits=_for_real(module, node) if module and node else (),
    )


def _pydantic(case: Case) -> bool:
    return any("pydantic" in frame.path for one in case.chain for frame in one.frames)


def _import(case: Case, owner: str, name: str) -> tuple[SourceModule, ast.ImportFrom] | None:
    """The import of the name under `if TYPE_CHECKING`, in the model's file."""
    found = class_named(case, owner) if owner else None
    modules = [found[0]] if found else []
    if case.program is not None and not modules:
        modules = list(case.program.mentioning(b"TYPE_CHECKING"))
    for module in modules:
        for node in module.nodes(ast.ImportFrom):
            named = any((a.asname or a.name) == name for a in node.names)
            if named and isinstance(module.parent(node), ast.If):
                return module, node
    return None


def _for_real(module: SourceModule, node: ast.ImportFrom) -> tuple[Edit, ...]:
    """The import in the place of its `if`."""
    condition = module.parent(node)
    if not isinstance(condition, ast.If) or len(condition.body) != 1 or condition.orelse:
        return ()
    start, end = module.offsets(condition)
    return (Edit(module.path, start, end, module.segment(node)),)


_SCHEMAS = """\
from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:
    from app.line import Line


class Order(BaseModel):
    lines: "list[Line]"
"""

FAULT = Fault(
    name="forward-reference-unresolved",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "pydantic.errors.PydanticUserError: `Order` is not fully defined; you should "
                "define "
                "`Line`, then call `Order.model_rebuild()`.",
                ("/srv/app/parsing.py", 5, "parsed", "return Order.model_validate(raw)"),
            ),
            {"app/order.py": _SCHEMAS},
            "app/order.py:6",
            mended=True,
        ),
    ),
    docs=("https://docs.pydantic.dev/latest/errors/usage_errors/#class-not-fully-defined",),
)
