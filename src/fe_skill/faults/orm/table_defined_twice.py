"""One table was defined twice.

Most often one file is imported under two names (`app.models` and `src.app.models`), so that its
classes are made twice; sometimes two classes name the same table. `extend_existing` would hide
that.

Tell-tale: "is already defined for this MetaData instance".
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.mending import applied
from fe_skill.syntax.module import SourceModule

_SIGN = re.compile(r"Table '(?:\w+\.)?(\w+)' is already defined for this MetaData")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("InvalidRequestError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if found is None:
        return None
    same = [m for m in (case.facts.models if case.facts else ()) if m.table == found[1]]
    spot = case.spot(raised)
    if len(same) > 1:
        second = next((m for m in same if spot and m.where.path == spot.path), same[-1])
        return _twice(found[1], Place(second.where.path, second.where.line, second.name), case)
    other = _other_name(case, same[0].where.path) if same else None
    if other is None:
        return _twice(found[1], spot.place if spot else None, case)
    module, node, name = other
    return Diagnosis(
        what=f"the file of `{found[1]}` is imported under two names",
        why="Python runs a file once for each name, so its classes are made twice",
        confidence=SURE,
        place=Place(module.path, node.lineno, name),
        evidence=(
            Evidence("the other name", module.path, node.lineno, module.line(node.lineno).strip()),
        ),
        mend=("import it under the same name everywhere",),
        edits=_renamed(case, module, node, name, same[0].where.path),
    )


def _twice(table: str, place: Place | None, case: Case) -> Diagnosis:
    spot = case.spot()
    return Diagnosis(
        what=f"the table `{table}` is defined twice",
        why="one metadata has one table of a name",
        confidence=CLEAR,
        place=place,
        evidence=(spot.evidence("the second definition"),) if spot else (),
        mend=(
            "give the second class a table of its own, or take it away",
            "one class alone: its file is imported under two names; use one",
        ),
    )


def _other_name(
    case: Case, path: str
) -> tuple[SourceModule, ast.ImportFrom | ast.Import, str] | None:
    """The import of that file whose name is used less."""
    if case.program is None:
        return None
    ending = path.removesuffix(".py").removesuffix("/__init__").split("/")
    uses: dict[str, list[tuple[SourceModule, ast.ImportFrom | ast.Import]]] = {}
    for module in case.program.mentioning(ending[-1].encode()):
        for node in module.nodes(ast.ImportFrom, ast.Import):
            name = getattr(node, "module", None)
            parts = name.split(".") if name and not getattr(node, "level", 0) else []
            if parts and ending[-len(parts) :] == parts and isinstance(node, ast.ImportFrom):
                uses.setdefault(name or "", []).append((module, node))
    if len(uses) < 2:  # noqa: PLR2004 -- under two names
        return None
    name = max(uses, key=lambda one: (-len(uses[one]), len(one)))
    return (*uses[name][0], name)


def _renamed(
    case: Case, module: SourceModule, node: ast.ImportFrom | ast.Import, name: str, path: str
) -> tuple[Edit, ...]:
    del case
    parts = name.split(".")
    right = ".".join(parts[1:]) if parts[0] == "src" and path.startswith("src/") else None
    text = module.segment(node)
    if right is None or applied(text, ()) is None:
        return ()
    start = module.offsets(node)[0] + text.index(name)
    return (Edit(module.path, start, start + len(name), right),)


FAULT = Fault(
    name="table-defined-twice",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.InvalidRequestError: Table 'users' is already defined for this "
                "MetaData instance.  Specify 'extend_existing=True' to redefine options and "
                "columns on an existing Table object.",
                ("/app/src/accounts/models.py", 10, "<module>", "class User(Base):"),
            )
        ),
    ),
)
