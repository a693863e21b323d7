"""The MCP conformance suite against the HTTP service, for both generations of the protocol.

The lock beside this file pins the suite and, for Linux, the Node 22 that it needs, and holds no
addresses; both are installed once, into `.cache/`. The suite speaks HTTP only.
"""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served import served

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".cache/conformance"
NODE = 22
NPM = shutil.which("npm")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NPM is None, reason="the suite needs node and npm on the path"),
]


@pytest.fixture(scope="module")
def suite() -> list[str]:
    """The suite's command, installed when the lock is newer than what is there."""
    lock, modules = HERE / "package-lock.json", CACHE / "node_modules"
    ready = CACHE / "installed"
    if not ready.exists() or ready.stat().st_mtime < lock.stat().st_mtime:
        CACHE.mkdir(parents=True, exist_ok=True)
        for name in ("package-lock.json", "package.json"):
            shutil.copy(HERE / name, CACHE)
        words = [str(NPM), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
        subprocess.run(words, cwd=CACHE, check=True, timeout=300)
        ready.touch()
    own = next(iter(modules.glob("node-*-*/bin/node")), None) or str(shutil.which("node"))
    said = subprocess.run([own, "--version"], capture_output=True, text=True, check=True).stdout
    if int(said.strip("v\n").partition(".")[0]) < NODE:
        pytest.skip(f"the suite needs Node {NODE}; here is {said.strip()}")
    return [str(own), str(modules / ".bin/conformance")]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("workspace")) as (_, base):
        yield f"{base}/mcp"


@pytest.mark.parametrize("version", ["2026-07-28", "2025-11-25"])
def test_every_scenario_passes_but_for_the_exceptions_that_are_explained(
    version: str, suite: list[str], address: str, tmp_path: Path
) -> None:
    asked = ["--url", address, "--requirements", version]
    known = ["--expected-failures", str(HERE / f"exceptions-{version}.yaml")]
    done = subprocess.run(
        [*suite, "server", *asked, *known],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert "tools-list" in done.stdout
    assert "caching" in done.stdout or version < "2026"
