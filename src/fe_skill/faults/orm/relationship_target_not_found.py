"""A relationship names a class that SQLAlchemy doesn't know.

Either the name is misspelt, or the module with the class was never imported: a mapped class is
known once its module has run.

Tell-tale: "expression '...' failed to locate a name".
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import MODELS, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.literals import written
from fe_skill.faults.looking.names import nearest
from fe_skill.faults.looking.source import last_name
from fe_skill.project.model import Model, Relationship

_SIGN = re.compile(
    r"(?:Mapper[\[|](\w+)(?:\(\w*\)\]|\|\w*\|?), )?expression '([\w.]+)' failed to locate a name"
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("InvalidRequestError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if found is None:
        return None
    parts = found[2].split(".")  # a class, a class of a module, or a column of a class
    owner, target = found[1] or "", next((p for p in parts if p[:1].isupper()), parts[-1])
    models = {model.name: model for model in (case.facts.models if case.facts else ())}
    declared = _declared(case, owner, target)
    if (between := _between(case, found[2], owner)) is not None:
        return between
    if target in models:
        return _never_imported(case, models[target], declared)
    near = nearest(target, models)
    place = Place(declared[1].where.path, declared[1].where.line, owner) if declared else None
    edits = _renamed(case, declared[1], target, near) if declared and near else ()
    spot = case.spot(raised)
    return Diagnosis(
        what=f"a relationship of `{owner}` names `{target}`, which no model is called",
        why=f"the class is called `{near}`"
        if near
        else "no mapped class of that name was imported",
        confidence=SURE if near and place else CLEAR,
        place=place or (spot.place if spot else None),
        evidence=(Evidence("the relationship", place.path, place.line),) if place else (),
        mend=(
            f"name `{near}` in the relationship" if near else "name the class as it is defined",
            "and have its module imported where the models are put together",
        ),
        edits=edits,
        safe=True,
    )


def _between(case: Case, name: str, owner: str) -> Diagnosis | None:
    """The table between two models, misnamed: `secondary` names a table, not a class."""
    for one in written(case, name):
        given = one.module.parent(one.node)
        if isinstance(given, ast.keyword) and given.arg == "secondary":
            near = nearest(name, _tables(case))
            return Diagnosis(
                what=f"a relationship of `{owner}` goes through `{name}`, which is no table",
                why=f"the table is called `{near}`" if near else "`secondary` names a table",
                confidence=SURE,
                place=one.place,
                evidence=(one.evidence("the relationship"),),
                mend=(f'`secondary="{near}"`' if near else "name the table as it is defined",),
                edits=one.becomes(near) if near else (),
                safe=True,
            )
    return None


def _tables(case: Case) -> set[str]:
    """The names of all tables, of those without a model too."""
    found = {model.table for model in (case.facts.models if case.facts else ()) if model.table}
    for module in case.program.mentioning(b"Table(") if case.program else ():
        for call in module.nodes(ast.Call):
            first = call.args[0] if call.args else None
            if last_name(call.func) == "Table" and isinstance(first, ast.Constant):
                found.add(str(first.value))
    return found


def _never_imported(
    case: Case, model: Model, declared: tuple[Model, Relationship] | None
) -> Diagnosis:
    package = model.where.path.rpartition("/")[0]
    init = f"{package}/__init__.py" if package else "__init__.py"
    own = case.module(init)
    where = Place(init, _last_import(own.tree) if own else 1, model.name) if own else None
    there = declared[1].where if declared else model.where
    place = where or Place(there.path, there.line, model.name)
    stem = model.where.path.rpartition("/")[2].removesuffix(".py")
    edits: tuple[Edit, ...] = ()
    if own is not None and declared and declared[0].where.path != model.where.path:
        line = f"from .{stem} import {model.name}\n"
        at = own.offset(_last_import(own.tree)) if own.text else 0
        end = own.text.find("\n", at)
        at = len(own.text) if end < 0 else end + 1
        edits = (
            Edit(init, at, at, line if not own.text or own.text.endswith("\n") else "\n" + line),
        )
    return Diagnosis(
        what=f"`{model.name}` was not imported when its relationships were put together",
        why="a mapped class is known once its module has run, and nothing imports this one",
        confidence=SURE,
        place=place,
        evidence=(Evidence("the class", model.where.path, model.where.line),),
        mend=(
            f"import `{model.name}` where the models are put together, as in the package's "
            "`__init__.py`",
        ),
        edits=edits,
        safe=True,
    )


def _declared(case: Case, owner: str, target: str) -> tuple[Model, Relationship] | None:
    for model in case.facts.models if case.facts else ():
        for relationship in model.relationships:
            if relationship.target == target and owner in ("", model.name):
                return model, relationship
    return None


def _last_import(tree: ast.Module) -> int:
    lines = [
        one.end_lineno or 1 for one in tree.body if isinstance(one, (ast.Import, ast.ImportFrom))
    ]
    return max(lines, default=1)


def _renamed(case: Case, relationship: Relationship, old: str, new: str) -> tuple[Edit, ...]:
    module = case.module(relationship.where.path)
    if module is None:
        return ()
    start = module.offset(relationship.where.line)
    found = re.compile(rf"(?<=['\"\[.]){old}(?=['\"\]])").search(module.text, start, start + 600)
    return (Edit(module.path, found.start(), found.end(), new),) if found else ()


_BROKEN = MODELS.replace('list["Member"]', 'list["Members"]')
_LINKS = """

links = Table("links", Base.metadata)


Team.others = relationship(secondary="link")
"""

FAULT = Fault(
    name="relationship-target-not-found",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.InvalidRequestError: When initializing mapper Mapper[Team(teams)], "
                "expression 'Members' failed to locate a name ('Members').",
                ("/app/app/crud.py", 5, "create", "team = Team(name=name)"),
            ),
            {"app/models.py": _BROKEN},
            "app/models.py:13",
            mended=True,
        ),
        Sample(
            trace(
                "sqlalchemy.exc.InvalidRequestError: When initializing mapper Mapper[Team(teams)], "
                "expression 'link' failed to locate a name (\"name 'link' is not defined\").",
                ("/app/app/crud.py", 5, "create", "team = Team(name=name)"),
            ),
            {"app/models.py": MODELS + _LINKS},
            "app/models.py:27",
            mended=True,
        ),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/orm/basic_relationships.html",),
)
