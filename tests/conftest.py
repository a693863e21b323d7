import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How busy the machine is, is not what is tested.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")

ROOT = Path(__file__).parents[1]
VALIDATORS = ("skills-ref==0.1.1", "skillsaw==0.22.0")


@pytest.fixture(scope="session")
def validators() -> Path:
    """Where the published validators of skills are: an environment of their own in the cache."""
    folder = ROOT / ".cache" / f"validators-{sys.version_info.major}.{sys.version_info.minor}"
    ready = folder / "-and-".join(VALIDATORS)
    if not ready.exists():
        uv = [sys.executable, "-m", "uv"]
        subprocess.run([*uv, "venv", "-q", "--clear", "-p", sys.executable, folder], check=True)
        install = [*uv, "pip", "install", "-q", "-p", str(folder / "bin/python"), *VALIDATORS]
        subprocess.run(install, check=True, timeout=300)
        ready.touch()
    return folder / "bin"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
