"""A column has a name that the declarative base keeps for itself.

Tell-tale: "Attribute name 'metadata' is reserved".
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Place, Sample

_SIGN = re.compile(r"Attribute name '(\w+)' is reserved")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("InvalidRequestError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if found is None:
        return None
    name = found[1]
    spot = case.spot(raised)
    module = case.module(spot.path) if spot else None
    node = _attribute(module.nodes(ast.ClassDef), name, spot.line) if module and spot else None
    return Diagnosis(
        what=f"an attribute of a model is called `{name}`, which the base keeps for itself",
        why="a declarative class has `metadata` and `registry` of its own",
        confidence=SURE if node else CLEAR,
        place=Place(spot.path, node.lineno if node else spot.line, name) if spot else None,
        evidence=(spot.evidence("the class"),) if spot else (),
        mend=(f'call it otherwise, and keep the column: `{name}_ = mapped_column("{name}", ...)`',),
        edits=_renamed(module, node, name) if module and node else (),
    )


def _attribute(classes, name: str, line: int) -> ast.Assign | ast.AnnAssign | None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    for owner in classes:
        if not owner.lineno <= line <= (owner.end_lineno or line):
            continue
        for node in owner.body:
            targets = (
                node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            )
            if any(getattr(one, "id", "") == name for one in targets):
                return node  # type: ignore[no-any-return]
    return None


def _renamed(module, node: ast.Assign | ast.AnnAssign, name: str) -> tuple[Edit, ...]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    start, end = module.offsets(target)
    edits = [Edit(module.path, start, end, f"{name}_")]
    if not isinstance(node.value, ast.Call):
        return ()
    first = node.value.args[0] if node.value.args else None
    if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
        opened = module.text.index("(", module.offsets(node.value.func)[1]) + 1
        rest = ", " if node.value.args or node.value.keywords else ""
        edits.append(Edit(module.path, opened, opened, f'"{name}"{rest}'))
    return tuple(edits)


_MODEL = """\
from app.base import Base
from sqlalchemy import JSON, Column


class Event(Base):
    __tablename__ = "events"
    metadata = Column(JSON)
"""

FAULT = Fault(
    name="reserved-attribute-name",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.InvalidRequestError: Attribute name 'metadata' is reserved when "
                "using the Declarative API.",
                ("/app/app/events.py", 5, "<module>", "class Event(Base):"),
            ),
            {"app/events.py": _MODEL},
            "app/events.py:7",
            mended=True,
        ),
    ),
)
