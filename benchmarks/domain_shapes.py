"""Everything that has to hold of added domains, in a made project with many shapes of them.

    python -m benchmarks.domain_shapes [sqlite|postgresql|schemathesis|mutations] ...

Makes a project, adds every shape, and runs what is named, by default all of it: the project's own
tests and migrations on SQLite and on PostgreSQL, schemathesis on the running service, and one
mutation of a domain after the other, whose tests have to go red. Ends with 1 when something fails.
"""

import os
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

MUTATIONS = [
    ("services/sale.py", "require_match(sale, if_match)", "pass"),
    ("services/sale.py", "raise NotFound", "raise Conflict"),
    ("services/sale.py", "await self._refuse_taken(values, sale_id)", "pass"),
    ("services/sale.py", "await self._refuse_taken(values)\n", "pass\n"),
    ("services/sale.py", "await self._refuse_unknown(values)\n        for", "pass\n        for"),
    ("services/sale.py", "where(column == value)\n", "where(column != value)\n"),
    ("services/sale.py", 'startswith("-")', 'startswith("+")'),
    ("services/sale.py", "await idempotency.remember(sale_in, sale.id)", "pass"),
    ("services/sale.py", "await self.session.delete(sale)", "pass"),
    ("services/sale.py", "setattr(sale, name, value)", "pass"),
    ("services/sale.py", "await self.session.commit()", "await self.session.flush()"),
    ("services/sale.py", ".options(selectinload(Sale.lines))", ""),
    ("routers/sale.py", "dependencies=[Depends(get_principal)]", ""),
    ("routers/sale.py", 'response.headers["Location"]', 'response.headers["Place"]'),
    ("routers/sale.py", "status_code=status.HTTP_201_CREATED", "status_code=200"),
    ("schemas/sale.py", "max_length=20", "max_length=2000"),
    ("schemas/sale.py", ", pattern=PLAIN_TEXT", ""),
]


def on_sqlite(made: Made) -> None:
    """Migrations and tests, with warnings as errors and coverage measured."""
    prove_migrations(made)
    prove_tests(made)


def on_postgresql(made: Made) -> None:
    """The same on a server of our own."""
    with postgresql_server() as url:
        on_sqlite(Made(made.root, made.commands, {"DATABASE_URL": url}))


def by_schemathesis(made: Made) -> None:
    """All checks and phases on the running service."""
    made.run("alembic", "downgrade", "base")
    made.run("alembic", "upgrade", "head")
    prove_by_schemathesis(made)


def by_mutations(made: Made) -> None:
    """Each mutation has to turn a test red."""
    survived = [change for change in MUTATIONS if not _goes_red(made, *change)]
    if survived:
        raise AssertionError(survived)


def _goes_red(made: Made, path: str, before: str, after: str) -> bool:
    file = made.root / "src/domains/sales" / path
    source = file.read_text()
    if before not in source:
        raise AssertionError((path, before))
    file.write_text(source.replace(before, after))
    tests = ["tests/integration/test_sales.py", "tests/unit/test_sale_schemas.py"]
    try:
        done = subprocess.run(
            [str(made.commands / "pytest"), "-q", "-x", "-p", "no:cacheprovider", *tests],
            cwd=made.root,
            env={**os.environ, **made.environment()},
            capture_output=True,
            timeout=600,
            check=False,
        )
    finally:
        file.write_text(source)
    return done.returncode == 1


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
