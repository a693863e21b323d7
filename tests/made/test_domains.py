"""Domains of many shapes in a made project: clean and migrated all, and run for two of them.

`python -m benchmarks.domain_shapes` runs the tests of all shapes, on PostgreSQL too, fuzzes the
service, and breaks a domain to see its tests go red: too long for every change.
"""

import pytest

from tests.made.project import Made, make
from tests.made.shapes import SHAPES, add
from tests.made.test_commands import prove_migrations

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shaped(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = make(tmp_path_factory.mktemp("shaped") / "shop")
    for shape in SHAPES:
        add(root, shape)
    return Made(root, made.commands)


def test_every_shape_is_formatted_linted_and_typed(shaped: Made) -> None:
    shaped.run("ruff", "format", "--check", ".")
    shaped.run("ruff", "check", ".")
    shaped.run("mypy", "--strict")


def test_every_shape_migrates_without_drift(shaped: Made) -> None:
    prove_migrations(shaped)


@pytest.mark.parametrize("tests", ["test_sales", "test_sale_lines", "test_notes"])
def test_a_shape_passes_its_tests(shaped: Made, tests: str) -> None:
    output = shaped.run("pytest", "-q", "-W", "error", f"tests/integration/{tests}.py")
    assert " passed" in output
