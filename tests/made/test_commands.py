"""The made project with its own commands: nothing is left to repair."""

import itertools
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import pytest

from fe_skill.tools.scaffold import Part
from tests.made.postgresql import postgresql_server
from tests.made.project import Made, make

pytestmark = pytest.mark.slow

LEAST_COVERAGE = 95


def test_it_is_formatted_linted_and_typed(made: Made) -> None:
    made.run("ruff", "format", "--check", ".")
    made.run("ruff", "check", ".")
    made.run("mypy", "--strict")


@pytest.mark.parametrize(
    "parts",
    [p for n in range(len(get_args(Part))) for p in itertools.combinations(get_args(Part), n)],
    ids=lambda parts: "+".join(parts) or "nothing",
)
def test_every_choice_of_parts_is_as_clean(
    made: Made, tmp_path: Path, parts: tuple[Part, ...]
) -> None:
    chosen = Made(make(tmp_path / "chosen", name="order-desk", include=parts), made.commands)
    chosen.run("ruff", "format", "--check", ".")
    chosen.run("ruff", "check", ".")
    sources = "".join(path.read_text() for path in chosen.root.rglob("*.py"))
    assert ("src.core.telemetry" in sources) is ("tracing" in parts)


def test_it_runs_without_the_optional_parts(made: Made, tmp_path: Path) -> None:
    bare = Made(make(tmp_path / "bare", name="order-desk", include=()), made.commands)
    bare.run("mypy", "--strict")
    bare.run("pytest", "-q", "-k", "not integration or observability")


def prove_migrations(made: Made) -> None:
    made.run("alembic", "upgrade", "head")
    assert "No new upgrade operations" in made.run("alembic", "check")
    made.run("alembic", "downgrade", "base")
    made.run("alembic", "upgrade", "head")


def prove_tests(made: Made) -> None:
    output = made.run("pytest", "-q", "-W", "error", "--cov")
    found = re.search(r"Total coverage: ([\d.]+)%", output)
    assert found is not None
    assert float(found[1]) >= LEAST_COVERAGE


def test_it_migrates_up_down_and_up_without_drift(made: Made) -> None:
    prove_migrations(made)


def test_its_own_tests_pass_and_cover_it(made: Made) -> None:
    prove_tests(made)


def test_the_fast_loop_leaves_integration_out(made: Made) -> None:
    output = made.run("pytest", "-v", "-k", "not integration")
    assert "tests/unit/" in output
    assert "tests/integration/" not in output


def test_a_new_revision_is_as_clean_as_the_first(made: Made) -> None:
    made.run("alembic", "upgrade", "head")
    made.run("alembic", "revision", "--autogenerate", "-m", 'it\'s a "change"')
    (revision,) = made.root.glob("migrations/versions/*it_s_a_change*.py")
    try:
        made.run("ruff", "check", ".")
        made.run("ruff", "format", "--check", ".")
        assert revision.name > "20260101000000_create_users.py"
    finally:
        revision.unlink()


def test_production_refuses_to_start_without_secrets(made: Made) -> None:
    production = Made(made.root, made.commands, {"ENVIRONMENT": "production"})
    output = production.run("python", "-c", "import src.main", status=1)
    assert "SECRET_KEY and DATABASE_URL must be set" in output


@contextmanager
def served(made: Made, *command: str) -> Iterator[str]:
    """The address of the made service, started by `command` on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = made.root.parent / f"server-{port}.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [str(made.commands / command[0]), *command[1:], "--port", str(port)],
            cwd=made.root,
            env=made.environment(),
            stdout=output,
            stderr=output,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_live(address, server, log)
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


def wait_until_live(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/health/ready", timeout=5):  # noqa: S310 -- ours
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(log.read_text())


def test_it_serves_with_the_development_command(made: Made) -> None:
    made.run("alembic", "upgrade", "head")
    with (
        served(made, "fastapi", "dev", "src/main.py") as address,
        urllib.request.urlopen(f"{address}/openapi.json", timeout=5) as answer,  # noqa: S310 -- ours
    ):
        assert b"/api/v1/users/me" in answer.read()


SIGN_IN = """
import json, sys, urllib.request as r
base, ada = sys.argv[1], {"email": "ada@example.com", "password": "analytical1"}
def post(path, data, kind):
    headers = {"Content-Type": kind}
    return json.load(r.urlopen(r.Request(base + path, data.encode(), headers)))
post("/api/v1/users", json.dumps(ada), "application/json")
form = "username=ada@example.com&password=analytical1"
print(post("/api/v1/auth/token", form, "application/x-www-form-urlencoded")["access_token"])
"""


def prove_by_schemathesis(made: Made) -> None:
    """Fuzz the service as an administrator; its own limits would stop that within seconds."""
    limits = {"LOGIN_ATTEMPTS": "100000", "ACCESS_TOKEN_MINUTES": "600", "SECRET_KEY": "k" * 40}
    lenient = Made(made.root, made.commands, {**made.variables, **limits})
    with served(lenient, "uvicorn", "src.main:app") as address:
        lenient.run("python", "-c", SIGN_IN, address)
        lenient.run("python", "-m", "src.promote", "ada@example.com")
        token = lenient.run("python", "-c", SIGN_IN.replace("\npost(", "\n# post("), address)
        output = lenient.run(
            *("schemathesis", "run", f"{address}/openapi.json", "--checks", "all"),
            *("--phases", "examples,coverage,fuzzing,stateful", "-n", "40", "--seed", "1"),
            *("-H", f"Authorization: Bearer {token.strip()}"),
        )
    assert re.search(r"\d+ generated, \d+ passed", output), output[-3000:]


def test_schemathesis_finds_no_failure(made: Made) -> None:
    made.run("alembic", "downgrade", "base")
    made.run("alembic", "upgrade", "head")
    prove_by_schemathesis(made)


def test_all_of_it_holds_on_postgresql(made: Made) -> None:
    with postgresql_server() as url:
        other = Made(made.root, made.commands, {"DATABASE_URL": url})
        prove_migrations(other)
        prove_tests(other)
        prove_by_schemathesis(other)
