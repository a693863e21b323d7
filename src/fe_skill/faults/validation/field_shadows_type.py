"""A field is called like its own type, so that the annotation means the default.

In `date: date | None = None` the name `date` already is the field's default, None, when the
annotation is read.

Tell-tale: "Input should be None" for a field that should take values; "unsupported operand" or
           "clashing" with a field named like its type.
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.schemas import names_of
from fe_skill.syntax.module import SourceModule

_SIGN = (
    r"clashing with a type annotation|unsupported operand type\(s\) for \|: '\w+' and 'NoneType'"
)


def recognise(case: Case) -> Diagnosis | None:
    names = [names_of(e)[-1] for e in case.errors if e.type == "none_required" and names_of(e)]
    spelled = case.says(_SIGN)
    if case.program is None or not (names or spelled):
        return _without(case) if spelled and "clashing" in spelled[0] else None
    for module in case.program.mentioning(b"BaseModel", b"SQLModel", b"dataclass"):
        for node in module.nodes(ast.AnnAssign):
            name = getattr(node.target, "id", "")
            if (not names or name in names) and _shadows(module, node, name):
                return _diagnosis(module, node, name)
    return None


def _shadows(module: SourceModule, node: ast.AnnAssign, name: str) -> bool:
    inside = module.class_of(node) is not None and node.value is not None
    return inside and any(
        isinstance(one, ast.Name) and one.id == name for one in ast.walk(node.annotation)
    )


def _diagnosis(module: SourceModule, node: ast.AnnAssign, name: str) -> Diagnosis:
    return Diagnosis(
        what=f"the field `{name}` is called like its type: its annotation means its default",
        why="the class body gives the name its default before the annotation is read",
        confidence=SURE,
        place=Place(module.path, node.lineno, name),
        evidence=(
            Evidence("the field", module.path, node.lineno, module.line(node.lineno).strip()),
        ),
        mend=("import the module and name the type through it: `datetime.date`, or use an alias",),
        edits=_aliased(module, node, name),
        safe=True,
    )


def _aliased(module: SourceModule, node: ast.AnnAssign, name: str) -> tuple[Edit, ...]:
    """The type under another name, in its import and in every annotation of this kind."""
    alias = next(
        (a for i in module.nodes(ast.ImportFrom) for a in i.names if (a.asname or a.name) == name),
        None,
    )
    if alias is None or alias.asname:
        return ()
    end = module.offsets(alias)[1]
    edits = [Edit(module.path, end, end, f" as {name}_type")]
    for one in module.nodes(ast.Name):
        if one.id == name and isinstance(one.ctx, ast.Load):
            start, stop = module.offsets(one)
            edits.append(Edit(module.path, start, stop, f"{name}_type"))
    del node
    return tuple(edits)


def _without(case: Case) -> Diagnosis:
    spot = case.spot()
    named = re.search(r"[Ff]ield(?: name)? [\"'](\w+)[\"']", case.said)
    return Diagnosis(
        what=f"the field `{named[1] if named else '?'}` is called like its type",
        why="the class body gives the name its default before the annotation is read",
        confidence=CLEAR,
        place=spot.place if spot else None,
        mend=("import the module and name the type through it: `datetime.date`, or use an alias",),
    )


_SCHEMAS = """\
from datetime import date
from typing import Optional

from pydantic import BaseModel


class Day(BaseModel):
    date: Optional[date] = None
"""

FAULT = Fault(
    name="field-shadows-type",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            '422 {"detail":[{"type":"none_required","loc":["body","date"],"msg":"Input should be '
            'None","input":"2026-05-01"}]}',
            {"schemas.py": _SCHEMAS},
            "schemas.py:8",
            mended=True,
        ),
    ),
)
