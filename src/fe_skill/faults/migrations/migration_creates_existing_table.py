"""A revision makes a table that is there already.

Often `create_all` runs at start-up beside the migrations, and was first.

Tell-tale: "table ... already exists", `DuplicateTableError`, from `CREATE TABLE`.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import EXECUTE, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Sample
from fe_skill.faults.looking.revisions import revision_spot, revisions
from fe_skill.faults.looking.source import Line, is_test, lines_with
from fe_skill.faults.mending import without
from fe_skill.faults.reading.reading import Raised

_SIGN = re.compile(
    r"table (?:\"?\w+\"?\.)?\"?(\w+)\"? already exists|relation \"(\w+)\" already exists|"
    r"Table '(\w+)' already exists|[Dd]uplicate column name:? ?['\"]?(\w*)|"
    r"column \"(\w+)\" of relation \"\w+\" already exists|DuplicateColumn(?:Error)?|"
    r"DuplicateTable(?:Error)?"
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says=_SIGN.pattern) or case.raised(
        "DuplicateColumnError", "DuplicateColumn"
    )
    found = _SIGN.search(f"{raised.name}: {raised.message}") if raised else None
    if found is None:
        return None
    table = next((name for name in found.groups() if name), "")
    if not any(found.group(1, 2, 3)):
        return _column(case, raised, table)
    lines = lines_with(case, r"\bcreate_all\b", "create_all")
    made = [line for line in lines if not is_test(line.module.path) and "def " not in line.text]
    spot = revision_spot(case) or case.spot(raised)
    revision = next((one for one in revisions(case) if table in one.creates), None)
    place = made[0].place() if made else spot.place if spot else None
    shown = (
        (Evidence("the revision", revision.where.path, revision.where.line),) if revision else ()
    )
    return Diagnosis(
        what=f"a revision makes the table `{table}`, which is there already",
        why="`create_all` makes the tables beside the migrations"
        if made
        else "the database was not made by these revisions alone",
        confidence=SURE if made else CLEAR,
        place=place,
        evidence=(*((made[0].evidence("makes them too"),) if made else ()), *shown),
        mend=(
            "take `create_all` out of the application: migrations make the tables",
            "a database of your own, to throw away: make it anew; one with data: compare it with "
            "the revisions before anything is stamped",
        ),
        edits=_gone(made[0]) if made else (),
    )


def _column(case: Case, raised: Raised | None, name: str) -> Diagnosis:
    spot = revision_spot(case) or case.spot(raised)
    return Diagnosis(
        what="a revision adds "
        + (f"the column `{name}`" if name else "a column")
        + ", which is there already",
        why="something else made it: `create_all`, SQL at start-up, an earlier run that broke off",
        confidence=CLEAR,
        place=spot.place if spot else None,
        evidence=(spot.evidence("the revision"),) if spot else (),
        mend=(
            "let migrations alone change tables: take what else does out of the start-up",
            "compare the database with the revisions; where it has the column and lacks the entry, "
            "the half that ran has to be undone or finished by hand",
        ),
    )


def _gone(line: Line) -> tuple[Edit, ...]:
    """The `create_all`, with the `with` around it where it is all that is in there."""
    import ast  # noqa: PLC0415 -- only for this patch

    module = line.module
    statement = next((n for n in module.nodes(ast.Expr) if n.lineno == line.number), None)
    around = module.parent(statement) if statement else None
    if statement is None:
        return ()
    if isinstance(around, (ast.With, ast.AsyncWith)) and len(around.body) == 1:
        block = module.parent(around)
        if len(getattr(block, "body", ())) > 1:
            return (without(module, around),)
        start, end = module.offsets(around)
        return (Edit(module.path, start, end, "pass"),)
    if len(getattr(around, "body", ())) > 1:
        return (without(module, statement),)
    return ()


_MAIN = """\
async def lifespan(app):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
"""

FAULT = Fault(
    name="migration-creates-existing-table",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) table users already "
                "exists\n[SQL: \nCREATE TABLE users (\n\tid INTEGER NOT NULL\n)\n\n]",
                ("/srv/migrations/versions/1_users.py", 8, "upgrade", "op.create_table("),
                EXECUTE,
            ),
            {"app/main.py": _MAIN},
            "app/main.py:3",
            mended=True,
        ),
    ),
)
