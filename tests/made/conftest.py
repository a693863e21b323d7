import pytest

from tests.made.project import Made, environment_for, make


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A project with everything, made once for all tests."""
    root = make(tmp_path_factory.mktemp("made") / "order-desk")
    return Made(root, environment_for(root))
