"""A table isn't in the database.

Either no migration has made it, or `create_all` ran while its model was not imported, or never ran;
or it is in another database than the one that is asked: another file, another connection's memory.

Tell-tale: "no such table", "relation ... does not exist", `UndefinedTableError`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from fe_skill.faults.case import Case
from fe_skill.faults.examples import EXECUTE, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.integrity import model_of
from fe_skill.faults.looking.literals import constant_of
from fe_skill.faults.looking.sessions import engine_makers
from fe_skill.faults.looking.source import Line, is_test, lines_with
from fe_skill.faults.looking.urls import urls
from fe_skill.faults.mending import imported, keyword
from fe_skill.project.model import Migrations
from fe_skill.project.program import Function, Program
from fe_skill.syntax.module import SourceModule

_SIGN = re.compile(
    r"no such table: (?:\w+\.)?(\w+)|relation \"(?:\w+\.)?(\w+)\" does not exist|"
    r"Table '(?:\w+\.)?(\w+)' doesn't exist"
)
_MEMORY = re.compile(r"sqlite(?:\+\w+)?://(?:/(?::memory:)?)?")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says=_SIGN.pattern)
    found = _SIGN.search(raised.message if raised else "" if case.chain else case.said)
    if found is None:
        return None
    table = found[1] or found[2] or found[3]
    model = model_of(case, table)
    made = any(table in one.creates for t in _trees(case) for one in t.revisions)
    elsewhere = _not_overridden(case) or (_in_another_memory(case) if found[1] else None)
    elsewhere = elsewhere or (_in_another_file(case) if found[1] and made else None)
    place, mend = _migrated(case, table) if _trees(case) else _created(case)
    shown = (Evidence("its model", model.where.path, model.where.line),) if model else ()
    spot = case.spot(raised)
    if place is None and made is False and model is not None and _trees(case):
        place = Place(model.where.path, model.where.line, model.name)
    plain = Diagnosis(
        what=f"the table `{table}` isn't in the database",
        why="a revision makes it, and was not run on this database"
        if made
        else "nothing has made it in this database",
        confidence=SURE if place or made else CLEAR,
        place=place or (spot.place if spot else None),
        evidence=(*((spot.evidence("the query"),) if spot else ()), *shown),
        mend=mend,
    )
    if elsewhere is None:
        return plain
    return replace(elsewhere, what=plain.what, evidence=(*plain.evidence[:1], *elsewhere.evidence))


def _not_overridden(case: Case) -> Diagnosis | None:
    """A test's override of a function that no route depends on: the real database is asked."""
    program = case.program
    if program is None or not _is_tested(case):
        return None
    for line in lines_with(case, r"dependency_overrides\[(\w+)\]\s*=", "dependency_overrides"):
        name = program.resolve(line.module, line.found[1])
        function = program.function(name) if name else None
        if name is None or function is None or program.is_dependency(function):
            continue
        depending = [one for one in _calling(program, name) if program.is_dependency(one)]
        if not depending:
            continue  # routes may depend on it in a way that isn't seen
        return Diagnosis(
            what="",
            why=f"the tests override `{function.name}`, which no route depends on",
            confidence=SURE,
            place=line.place(function.name),
            evidence=(
                line.evidence("the override"),
                *(Evidence("the dependency", one.where.path, one.where.line) for one in depending),
            ),
            mend=(
                "override what the routes depend on: the same function object, not what it calls",
            ),
            edits=_overriding(line, depending[0]) if len(depending) == 1 else (),
            safe=True,
        )
    return None


def _calling(program: Program, name: str) -> list[Function]:
    return list(dict.fromkeys(site.function for site in program.callers(name)))


def _overriding(line: Line, function: Function) -> tuple[Edit, ...]:
    """The override of another function, which has to be imported."""
    at = line.module.offset(line.number) + line.module.line(line.number).index("overrides[")
    start = at + len("overrides[")
    source = function.module.name
    edit = Edit(line.module.path, start, start + len(line.found[1]), function.name)
    return (edit, *imported(line.module, source, function.name))


def _is_tested(case: Case) -> bool:
    return bool(case.reading.nodes) or any(is_test(spot.path) for spot in case.spots())


def _in_another_memory(case: Case) -> Diagnosis | None:
    """An engine in memory: each thread that asks gets a database of its own, and an empty one."""
    if not lines_with(case, r"create_all", "create_all"):
        return None  # then nothing made it anywhere
    tested = _is_tested(case)
    for maker in (one for one in engine_makers(case) if tested or not one.is_test):
        first = maker.call.args[0] if maker.call.args else None
        url = constant_of(case, maker.module, first) if first else None
        pool = maker.option("poolclass") or ""
        alone = maker.name == "create_engine" and not pool
        if url and _MEMORY.fullmatch(url.value) and (alone or pool.endswith("NullPool")):
            return Diagnosis(
                what="",
                why="the database is in memory, and each connection of this engine has its own",
                confidence=SURE,
                place=maker.place,
                evidence=(
                    Evidence("the engine", maker.module.path, maker.call.lineno, maker.code),
                ),
                mend=("share one connection: `create_engine(..., poolclass=StaticPool)`",),
                edits=(
                    keyword(maker.module, maker.call, "poolclass", "StaticPool"),
                    *imported(maker.module, "sqlalchemy", "StaticPool"),
                ),
                safe=True,
            )
    return None


def _in_another_file(case: Case) -> Diagnosis | None:
    """Migrations of one SQLite file, and an application that opens another."""
    if any("set_main_option" in module.text for module in _environments(case)):
        return None
    files = [url for url in urls(case) if url.file]
    theirs = next((url for url in files if url.path.endswith(".ini")), None)
    ours = next((url for url in files if not url.path.endswith(".ini")), None)
    if theirs is None or ours is None or theirs.file == ours.file:
        return None
    return Diagnosis(
        what="",
        why=f"migrations make it in `{theirs.file}`, and the application opens `{ours.file}`",
        confidence=SURE,
        place=ours.place,
        evidence=(Evidence("what alembic migrates", theirs.path, theirs.line),),
        mend=("give both one URL, by a full path: env.py can take it from the settings",),
    )


def _environments(case: Case) -> Iterator[SourceModule]:
    words = (b"run_migrations",)
    return case.program.mentioning(*words) if case.program else iter(())


def _trees(case: Case) -> tuple[Migrations, ...]:
    return case.facts.migrations if case.facts else ()


def _migrated(case: Case, table: str) -> tuple[Place | None, tuple[str, ...]]:
    for tree in _trees(case):
        for one in tree.revisions:
            if table in one.creates:
                place = Place(one.where.path, one.where.line, one.id)
                return place, ("run `alembic upgrade head` on this database",)
    mend = (
        "`alembic revision --autogenerate`, read what it wrote, then `alembic upgrade head`",
        "env.py has to import the model, so that the metadata knows it",
    )
    return None, mend


def _created(case: Case) -> tuple[Place | None, tuple[str, ...]]:
    mend = (
        "import every model before `Base.metadata.create_all` runs, and run it at start-up",
        "better: make the tables by migrations",
    )
    lines = lines_with(case, r"create_all|def create_(?:db|tables|all)", "create_")
    calls = lines_with(case, r"await create_all\(|create_db\w*\(\)|create_tables\(|init_db\(", "(")
    chosen = [line for line in (*calls, *lines) if "def " not in line.text] or lines
    return (chosen[0].place() if chosen else None), mend


_ERROR = "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) no such table: notes"
_CONFTEST = """\
from sqlalchemy import create_engine

engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
"""
_APP = """\
from fastapi import Depends, FastAPI

app = FastAPI()


def opened():
    return 1


def session():
    return opened()


@app.get("/notes")
def notes(session=Depends(session)):
    return []
"""
_OVERRIDING = """\
from main import app, opened

app.dependency_overrides[opened] = lambda: 2
"""

FAULT = Fault(
    name="table-missing",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                _ERROR,
                ("/app/app/notes.py", 13, "notes", "return await session.scalars(select(Note))"),
                EXECUTE,
            )
        ),
        Sample(
            trace(_ERROR, ("/app/tests/test_notes.py", 2, "test_notes", "notes()"), EXECUTE),
            {
                "tests/conftest.py": _CONFTEST,
                "tests/test_notes.py": "def test_notes():\n    notes()",
            },
            "tests/conftest.py:3",
            mended=True,
        ),
        Sample(
            trace(_ERROR, ("/app/tests/test_notes.py", 2, "test_notes", "notes()"), EXECUTE),
            {
                "main.py": _APP,
                "tests/conftest.py": _OVERRIDING,
                "tests/test_notes.py": "def test_notes():\n    notes()",
            },
            "tests/conftest.py:3",
            mended=True,
        ),
        Sample(
            "sqlalchemy.exc.ProgrammingError: (asyncpg.exceptions.UndefinedTableError) relation "
            '"users" does not exist'
        ),
    ),
)
