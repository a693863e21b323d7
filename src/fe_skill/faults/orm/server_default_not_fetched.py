"""A value that the database makes was read before it was fetched.

`server_default` and `onupdate` columns are unknown to the session after it has written. Reading one
asks the database, which an async session can't do in passing: `MissingGreenlet`.

Tell-tale: `MissingGreenlet` from the reload of columns that have a server default or `onupdate`.
Not this:  columns that a commit expired (`attribute-expired-after-commit`).
"""

import ast

from fe_skill.faults.case import Case
from fe_skill.faults.examples import EXPIRED, GREENLET, MODELS, trace
from fe_skill.faults.fault import SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.reads import lazy_read, sign
from fe_skill.faults.mending import line_after
from fe_skill.project.model import Model


def recognise(case: Case) -> Diagnosis | None:
    raised, read = sign(case), lazy_read(case)
    if raised is None or read is None or read.kind != "column" or read.model is None:
        return None
    made = _made_by_database(case, read.model)
    column = next((one for one in read.columns if one.name in made), None)
    if column is None or not all(one.name in made for one in read.columns):
        return None
    return Diagnosis(
        what=f"`{read.model.name}.{column.name}` is made by the database and was read unfetched",
        why="the session doesn't know the value, and an async session can't ask in passing",
        confidence=SURE,
        place=Place(column.where.path, column.where.line, f"{read.model.name}.{column.name}"),
        evidence=(
            *((read.spot.evidence("where it was read"),) if read.spot else ()),
            Evidence("the column", column.where.path, column.where.line),
        ),
        mend=(
            "let the mapper fetch such values when it writes: "
            '`__mapper_args__ = {"eager_defaults": True}`',
            "or `await session.refresh(obj)` after the commit",
        ),
        edits=_eager(case, read.model),
        safe=True,
    )


def _made_by_database(case: Case, model: Model) -> frozenset[str]:
    """The columns with `server_default`, `onupdate` or the like, as they are written."""
    found: set[str] = set()
    for column in model.columns:
        module = case.module(column.where.path)
        for node in module.nodes(ast.AnnAssign, ast.Assign) if module else ():
            value = getattr(node, "value", None)
            if node.lineno == column.where.line and isinstance(value, ast.Call):
                names = {one.arg for one in value.keywords}
                if names & {"server_default", "onupdate", "server_onupdate"}:
                    found.add(column.name)
    return frozenset(found)


def _eager(case: Case, model: Model) -> tuple[Edit, ...]:
    module = case.module(model.where.path)
    for node in module.nodes(ast.ClassDef) if module else ():
        if node.name != model.name or module is None:
            continue
        names = {getattr(target, "id", "") for one in node.body for target in _targets(one)}
        after = next((one for one in node.body if "__tablename__" in module.segment(one)), None)
        if after is None or "__mapper_args__" in names:
            return ()
        return (line_after(module, after, '__mapper_args__ = {"eager_defaults": True}'),)
    return ()


def _targets(node: ast.stmt) -> list[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else []


_STAMPED = MODELS.replace(
    "    name: Mapped[str] = mapped_column(unique=True)\n",
    "    name: Mapped[str] = mapped_column(onupdate=str)\n",
)
_READ = ("/srv/app/crud.py", 9, "rename", 'return {"name": team.name}')
_ERROR = GREENLET + "\n[SQL: SELECT teams.name AS teams_name \nFROM teams \nWHERE teams.id = ?]"

FAULT = Fault(
    name="server-default-not-fetched",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(_ERROR, _READ, EXPIRED),
            {"app/models.py": _STAMPED},
            "app/models.py:12",
            mended=True,
        ),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/orm/persistence_techniques.html#orm-server-defaults",),
)
