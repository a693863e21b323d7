"""A prefix isn't one: it begins without a slash, ends with one, or is empty beside an empty path.

Tell-tale: "A path prefix must start with '/'", "must not end with '/'", "Prefix and path cannot
           be both empty".
"""

import ast
import re

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.looking.source import calls_at, lines_with
from fe_skill.syntax.module import SourceModule

_SIGN = r"A path prefix must|Prefix and path cannot be both empty|Routed paths must start with '/'"


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("AssertionError", "FastAPIError", says=_SIGN)
    if raised is None:
        return None
    spot = case.spot(raised)
    ends = "must not end" in raised.message
    found = _literal(case, spot)
    place = (
        Place(found[0].path, found[1].lineno, "prefix") if found else spot.place if spot else None
    )
    return Diagnosis(
        what="a prefix or path isn't one: " + raised.message.partition("\n")[0][:100].rstrip("."),
        why="a prefix begins with a slash and ends without one",
        confidence=SURE if found else CLEAR,
        place=place,
        evidence=(spot.evidence("where it is used"),) if spot else (),
        mend=(
            "`/` at its beginning, none at its end; beside an empty prefix a path has to be given",
        ),
        edits=_mended(*found, ends=ends) if found else (),
        safe=True,
    )


def _literal(case: Case, spot: Spot | None) -> tuple[SourceModule, ast.Constant] | None:
    """The text of the prefix: at the call, or where the name that stands there is given."""
    for module, call in calls_at(case, spot):
        values = [k.value for k in call.keywords if k.arg in {"prefix", "path"}] + call.args[:1]
        for value in values:
            if (
                isinstance(value, ast.Constant)
                and isinstance(value.value, str)
                and _wrong(value.value)
            ):
                return module, value
            if isinstance(value, (ast.Name, ast.Attribute)):
                name = getattr(value, "attr", getattr(value, "id", ""))
                if found := _given(case, name):
                    return found
    return None


def _given(case: Case, name: str) -> tuple[SourceModule, ast.Constant] | None:
    for line in lines_with(case, rf"^\s*{re.escape(name)}\s*(?::[^=]+)?=", name):
        for node in line.module.nodes(ast.Constant):
            if node.lineno == line.number and isinstance(node.value, str) and _wrong(node.value):
                return line.module, node
    return None


def _wrong(text: str) -> bool:
    return bool(text) and (not text.startswith("/") or text.endswith("/"))


def _mended(module: SourceModule, node: ast.Constant, *, ends: bool) -> tuple[Edit, ...]:
    start, end = module.offsets(node)
    text = module.text[start:end]
    quote = text[-1]
    inner = str(node.value)
    right = inner.rstrip("/") if ends else "/" + inner.lstrip("/")
    return (Edit(module.path, start, end, f"{quote}{right}{quote}"),)


FAULT = Fault(
    name="router-prefix-malformed",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "AssertionError: A path prefix must start with '/'",
                ("/srv/app/api.py", 3, "<module>", 'router = APIRouter(prefix="api/v1")'),
            ),
            {
                "app/api.py": "from fastapi import APIRouter\n\n"
                'router = APIRouter(prefix="api/v1")\n'
            },
            "app/api.py:3",
            mended=True,
        ),
    ),
)
