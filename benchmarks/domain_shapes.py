"""Everything that has to hold of added domains, in made projects with many shapes of them.

    python -m benchmarks.domain_shapes [static|sqlite|postgresql|schemathesis|mutations] ...

`static` takes one project with every shape, `schemathesis` one with four related domains. Tests and
migrations are run shape by shape, in a project with that shape and what it points to: an
application of forty routers takes longer to make, for each test, than the test. Beside the clock
stands the processor's time, which other work doesn't stretch. Ends with 1 when something fails.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import cache, partial
from pathlib import Path

from fe_skill.call import Call
from fe_skill.data import data_folder
from fe_skill.tools.validate_project import validate_project
from tests.made.postgresql import postgresql_server
from tests.made.project import Made, environment_for, make
from tests.made.shapes import SHAPES, Shape, add
from tests.made.test_commands import prove_by_schemathesis, prove_migrations

BY_NAME = {shape[0]: shape for shape in SHAPES}
COUNTED = "test_a_longer_list_takes_no_more_statements"

PRINCIPAL = '__import__("src.core.security", fromlist=["security"]).get_principal'
ASKED = f'dependencies=[__import__("fastapi").Depends({PRINCIPAL})]'
# What is broken, entity by entity: in which file, which text, and what stands there instead.
MUTATIONS: Mapping[tuple[str, str], list[tuple[str, str, str]]] = {
    ("sales", "sale"): [
        ("services", "require_match(sale, if_match)", "pass"),
        ("services", 'raise NotFound("There is no such sale")', 'raise Conflict("gone")'),
        ("services", "await self._refuse_taken(values, sale_id)", "pass"),
        ("services", "await self._refuse_taken(values)\n", "pass\n"),
        ("services", "await self._refuse_unknown(values)\n        for", "pass\n        for"),
        ("services", "await self._refuse_unknown(values)\n        sale =", "pass\n        sale ="),
        ("services", "where(column == value)\n", "where(column != value)\n"),
        ("services", 'startswith("-")', 'startswith("+")'),
        ("services", "await idempotency.remember(sale_in, sale.id)", "pass"),
        ("services", 'raise Conflict("What was made with this key is gone") from error', "raise"),
        ("services", "await self.session.delete(sale)", "pass"),
        ("services", "setattr(sale, name, value)", "pass"),
        ("services", "await self.session.commit()", "await self.session.flush()"),
        ("services", ".options(selectinload(Sale.lines))", ""),
        (
            "services",
            "paginate(self.session, statement, page, *keys",
            "paginate(self.session, statement, page, Sale.id",
        ),
        ("routers", "dependencies=[Depends(get_principal)]", ""),
        ("routers", 'response.headers["Location"]', 'response.headers["Place"]'),
        ("routers", "status_code=status.HTTP_201_CREATED", "status_code=200"),
        ("schemas", "max_length=20", "max_length=2000"),
        ("schemas", ", pattern=PLAIN_TEXT", ""),
        ("schemas", 'extra="forbid"', 'extra="ignore"'),
        ("schemas", "number: SaleNumber | MISSING = MISSING", "number: SaleNumber | None = None"),
        ("schemas", "    number: SaleNumber\n", '    number: SaleNumber = "x"\n'),
        ("schemas", "    state: SaleState = SaleState.OPEN", "    state: str = SaleState.OPEN"),
        ("schemas", "    billing_id: UUID\n", "    billing_id: UUID | None = None\n"),
        ("schemas", "billing_id: UUID | MISSING = MISSING", "billing_id: UUID | None = None"),
        ("schemas", '"number": "Number"', '"number": 1'),
        ("schemas", "state: SaleState = SaleState.OPEN", "state: SaleState"),
        ("services", 'Literal["id", "-id", "number", "-number", "state", "-state"]', "str"),
        ("services", "Sale.to_id: filters.to_id,", ""),
        ("models", 'ondelete="RESTRICT"', 'ondelete="CASCADE"'),
        ("models", 'cascade="all, delete-orphan",', ""),
        ("models", 'order_by="SaleLine.id"', 'order_by="SaleLine.id.desc()"'),
    ],
    ("archive", "folder"): [
        ("services", "await remove(self.session, folder)", "await self.session.delete(folder)"),
        ("services", "await remove(self.session, folder)", "pass"),
        ("services", ".where(Folder.deleted_at.is_(None))", ""),
        ("services", "Folder.id != own_id, Folder.deleted_at.is_(None)", "Folder.id != own_id"),
        ("services", ".and_(Paper.deleted_at.is_(None))", ""),
        ("services", "self.audit.created(folder)", "pass"),
        ("services", "self.audit.updated(folder, before)", "pass"),
        ("services", "self.audit.deleted(folder)", "pass"),
        ("services", "require_match(folder, if_match)", "pass"),
        ("services", 'if values.get("parent_id") == folder_id:', "if False:"),
        ("models", ', info={"secret": True}', ""),
        ("schemas", "key: FolderKey\n", "key: str\n"),
        ("schemas", 'as callers see it."""\n', 'as callers see it."""\n\n    key: str\n'),
        ("services", "Folder.parent_id: filters.parent_id,", ""),
    ],
    ("vault", "secret"): [
        ("services", "Secret.owner_id == self.owner_id, Secret.deleted_at", "Secret.deleted_at"),
        (
            "services",
            "own_id,\n                Secret.owner_id == self.owner_id,",
            "own_id,",
        ),
        ("services", "owner_id=self.owner_id,", "owner_id=UUID(int=0),"),
        ("services", "if len(found) < len(wanted):", "if False:"),
        ("services", "secret.tags = [*await", "_ = [*await"),
    ],
    ("opinions", "opinion"): [
        ("services", ".icontains(filters.q, autoescape=True)", ".ilike(filters.q)"),
        ("services", ", autoescape=True", ""),
        ("services", "if filters.q is not None:", "if False:"),
        ("routers", 'APIRouter(tags=["opinions"]', f'APIRouter(tags=["opinions"], {ASKED}'),
        ("schemas", "ge=1, le=5", "ge=1, le=6"),
    ],
    ("odd", "series"): [
        ("routers", 'APIRouter(tags=["series"]', f'APIRouter(tags=["series"], {ASKED}'),
    ],
    ("visits", "visit"): [
        ("routers", "require_role(Role.USER)", "require_role(Role.ADMIN)"),
        ("routers", "require_role(Role.USER)", PRINCIPAL),
        ("services", "Visit.host_id: filters.host_id,", ""),
    ],
    ("words", "item"): [
        ("services", "await self.session.delete(item)", "pass"),
    ],
    ("circles", "room"): [
        ("services", "await self.session.delete(room)", "pass"),
    ],
    ("words", "account"): [
        ("models", 'ondelete="SET NULL"', 'ondelete="CASCADE"'),
    ],
}


class Shapes:
    """The projects that hold the shapes, made when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.all = cache(lambda: self._made("all", SHAPES))
        self.of = cache(lambda name: self._made(name, _with_targets(BY_NAME[name])))

    def _made(self, name: str, shapes: list[Shape]) -> Made:
        root = make(self.folder / name / "shop")
        for shape in shapes:
            add(root, shape)
        return Made(root, environment_for(root))


def _with_targets(shape: Shape) -> list[Shape]:
    """`shape`, after the shapes that it points to."""
    relations = " ".join(r for entity in shape[2] for r in entity.get("relations", ()))
    found: list[Shape] = []
    for name in re.findall(r"(\w+)\.", relations):
        if name in BY_NAME:
            found += [s for s in _with_targets(BY_NAME[name]) if s not in found]
    return [*found, shape]


def by_tools(shapes: Shapes) -> None:
    """Formatted, linted and typed by the project's own tools, and nothing found by ours."""
    made = shapes.all()
    for command in ("ruff format --check .", "ruff check .", "mypy --strict"):
        _told(command, partial(made.run, *command.split()))
    found = validate_project(Call(workspace=made.root.parent), project=made.root.name)
    _hold(not found.findings, found.text())
    print(f"  {'validate-project':24} no finding in {found.summary.files} files", flush=True)


def on_sqlite(shapes: Shapes) -> None:
    """Migrations and tests, with warnings as errors."""
    _run_all(shapes, nullcontext())


def on_postgresql(shapes: Shapes) -> None:
    """The same on a server of our own, where each test copies a database."""
    _run_all(shapes, postgresql_server())


def _run_all(shapes: Shapes, database: AbstractContextManager[str | None]) -> None:
    failed = []
    with database as url:
        for name in BY_NAME:
            made = shapes.of(name)
            there = Made(made.root, made.commands, {"DATABASE_URL": url} if url else {})
            try:
                _told(f"{name}: migrations", partial(_migrate, there))
                _told(f"{name}: tests", partial(_test, there, name))
            except AssertionError as error:
                failed.append(f"{name}: {str(error)[-1500:]}")
    _hold(not failed, "\n".join(failed))


def _migrate(made: Made) -> str:
    prove_migrations(made)
    return made.run("alembic", "downgrade", "base")


def _test(made: Made, name: str) -> str:
    entities = [path.stem for path in made.root.glob(f"src/domains/{name}/models/[!_]*.py")]
    entities = [e for e in entities if (made.root / f"tests/unit/test_{e}_schemas.py").is_file()]
    tests = [path for entity in entities for path in _tests_of(made, name, entity)]
    output = made.run("pytest", "-v", "-W", "error", "-p", "no:cacheprovider", *tests)
    _hold(output.count(f"{COUNTED} PASSED") == len(entities), output[-1500:])
    return output.splitlines()[-1]


def _hold(holds: bool, text: str) -> None:  # noqa: FBT001 -- a fact
    if not holds:
        raise AssertionError(text)


def _told(name: str, proof: Callable[[], str]) -> None:
    """Print how long `proof` took, and the last line that it told."""
    start, before = time.perf_counter(), _worked()
    line = (proof().strip().splitlines() or [""])[-1].strip("= ")
    spent, worked = time.perf_counter() - start, _worked() - before
    print(f"  {name:24} {worked:6.0f} s of work {spent:6.0f} s  {line[:60]}", flush=True)


def _worked() -> float:
    return sum(os.times()[:4])


def by_schemathesis(shapes: Shapes) -> None:
    """All checks and phases on a running service with four domains that point to each other."""
    made = shapes.of("sales")
    made.run("alembic", "downgrade", "base")
    made.run("alembic", "upgrade", "head")
    prove_by_schemathesis(made)


def by_mutations(shapes: Shapes) -> None:
    """Each mutation has to turn a test red, and each kind of test has to be turned red by one."""
    survived, kinds = [], _kinds()
    idle = set(kinds)
    for (domain, entity), changes in MUTATIONS.items():
        made = shapes.of(domain)
        tests = [*_tests_of(made, domain, entity), "tests/integration/test_migrations.py"]
        for change in changes:
            red = _red(made, domain, entity, change, tests)
            idle -= {kind for kind in idle for name in red if re.fullmatch(kind, name)}
            outcome = f"red: {len(red)}" if red else "survived"
            print(f"  {entity:10} {outcome:10} {change[0]} {change[1][:60]!r}", flush=True)
            if not red:
                survived.append((entity, change))
    print(
        f"{sum(map(len, MUTATIONS.values()))} mutations, {len(_kinds())} kinds of tests", flush=True
    )
    _hold(not survived and not idle, f"survived: {survived}; never red: {sorted(idle)}")


def _kinds() -> set[str]:
    """The names of the tests that an entity can get; some hold the names of its relations."""
    texts = (path.read_text() for path in data_folder("templates").glob("entity/tests/**/*.jinja"))
    found = (re.findall(r"^(?:async )?def (test_.+?)\(", text, re.MULTILINE) for text in texts)
    return {re.sub(r"{{.*?}}", r"\\w+", name) for names in found for name in names}


def _tests_of(made: Made, domain: str, entity: str) -> list[str]:
    text = (made.root / f"src/domains/{domain}/models/{entity}.py").read_text()
    (table,) = re.findall(r'__tablename__ = "(\w+)"', text)
    return [f"tests/integration/test_{table}.py", f"tests/unit/test_{entity}_schemas.py"]


def _red(
    made: Made, domain: str, entity: str, change: tuple[str, str, str], tests: list[str]
) -> set[str]:
    part, before, after = change
    file = made.root / f"src/domains/{domain}/{part}/{entity}.py"
    source = file.read_text()
    if before not in source:
        raise AssertionError((entity, change))
    file.write_text(source.replace(before, after))
    try:
        done = subprocess.run(
            [
                str(made.commands / "pytest"),
                "-q",
                "--tb=no",
                "-rfE",
                "-p",
                "no:cacheprovider",
                *tests,
            ],
            cwd=made.root,
            env={**os.environ, **made.environment()},
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
    finally:
        file.write_text(source)
    return set(re.findall(r"^(?:FAILED|ERROR) [\w/.]+::(test_\w+)", done.stdout, re.MULTILINE))


PROOFS: Mapping[str, Callable[[Shapes], None]] = {
    "static": by_tools,
    "sqlite": on_sqlite,
    "postgresql": on_postgresql,
    "schemathesis": by_schemathesis,
    "mutations": by_mutations,
}


def main(names: list[str]) -> int:
    """Run the proofs called `names`; 1 when one fails."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        shapes = Shapes(Path(folder).resolve())
        for name in names or PROOFS:
            start = time.perf_counter()
            try:
                PROOFS[name](shapes)
                outcome = "holds"
            except AssertionError as error:
                failed, outcome = 1, f"fails: {str(error)[-3000:]}"
            print(f"{name:14} {time.perf_counter() - start:6.0f} s  {outcome}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
