"""Everything that has to hold of added domains, in a made project with many shapes of them.

    python -m benchmarks.domain_shapes [sqlite|postgresql|schemathesis|mutations] ...

Makes a project, adds every shape, and runs what is named, by default all of it: the project's own
tests and migrations on SQLite and on PostgreSQL, schemathesis on the running service, and one
mutation of a domain after the other, whose tests have to go red. Ends with 1 when something fails.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.made.postgresql import postgresql_server
from tests.made.project import Made, environment_for, make
from tests.made.shapes import SHAPES, add
from tests.made.test_commands import prove_by_schemathesis, prove_migrations, prove_tests

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
        ("models", 'ondelete="RESTRICT"', 'ondelete="CASCADE"'),
        ("models", "passive_deletes=True", "passive_deletes=False"),
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
}


def on_sqlite(made: Made) -> None:
    """Migrations and tests, with warnings as errors and coverage measured."""
    prove_migrations(made)
    prove_tests(made)


def on_postgresql(made: Made) -> None:
    """The same on a server of our own, file by file: each test copies a database there."""
    with postgresql_server() as url:
        there = Made(made.root, made.commands, {"DATABASE_URL": url})
        prove_migrations(there)
        for tests in sorted(made.root.glob("tests/integration/test_*.py")):
            there.run("pytest", "-q", "-W", "error", str(tests.relative_to(made.root)))


def by_schemathesis(made: Made) -> None:
    """All checks and phases on the running service."""
    made.run("alembic", "downgrade", "base")
    made.run("alembic", "upgrade", "head")
    prove_by_schemathesis(made)


def by_mutations(made: Made) -> None:
    """Each mutation has to turn a test red, and each test has to be turned red by one."""
    survived, tested, bitten = [], set[str](), set[str]()
    for (domain, entity), changes in MUTATIONS.items():
        tests = _tests_of(made, domain, entity)
        tested |= _functions(made, tests)
        for change in changes:
            red = _red(made, domain, entity, change, tests)
            bitten |= red
            if not red:
                survived.append((entity, change))
    idle = sorted(tested - bitten)
    print(f"{sum(map(len, MUTATIONS.values()))} mutations, {len(tested)} tests", flush=True)
    if survived or idle:
        raise AssertionError(f"survived: {survived}; never red: {idle}")


def _tests_of(made: Made, domain: str, entity: str) -> list[str]:
    text = (made.root / f"src/domains/{domain}/models/{entity}.py").read_text()
    (table,) = re.findall(r'__tablename__ = "(\w+)"', text)
    return [f"tests/integration/test_{table}.py", f"tests/unit/test_{entity}_schemas.py"]


def _functions(made: Made, tests: list[str]) -> set[str]:
    """The names of test functions; the same sentence about another entity is the same test."""
    texts = [(made.root / path).read_text() for path in tests]
    found = (re.findall(r"^(?:async )?def (test_\w+)", text, re.MULTILINE) for text in texts)
    return {name for names in found for name in names}


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


PROOFS: Mapping[str, Callable[[Made], None]] = {
    "sqlite": on_sqlite,
    "postgresql": on_postgresql,
    "schemathesis": by_schemathesis,
    "mutations": by_mutations,
}


def main(names: list[str]) -> int:
    """Run the proofs called `names`; 1 when one fails."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        root = make(Path(folder).resolve() / "shop")
        for shape in SHAPES:
            add(root, shape)
        made = Made(root, environment_for(root))
        for name in names or PROOFS:
            start = time.perf_counter()
            try:
                PROOFS[name](made)
                outcome = "holds"
            except AssertionError as error:
                failed, outcome = 1, f"fails: {str(error)[-1500:]}"
            print(f"{name:14} {time.perf_counter() - start:6.0f} s  {outcome}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
