"""The package as users get it: built, installed afresh, tried outside the checkout."""

import json
import re
import subprocess
import sys
import tarfile
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest
from mcp import Client, StdioServerParameters

from fe_skill import __version__
from fe_skill.tools import TOOLS

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


def run(*command: object, cwd: Path = ROOT) -> str:
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def built(folder: Path, *what: str) -> Path:
    """The one file that a build of `what` leaves in `folder`, or its wheel."""
    run(sys.executable, "-m", "build", "--no-isolation", *what, "--outdir", folder)
    return next(folder.glob("*.whl"))


def contents(wheel: Path) -> dict[str, bytes]:
    """What a wheel installs; its own record and metadata aside."""
    with ZipFile(wheel) as opened:
        names = [name for name in opened.namelist() if ".dist-info/" not in name]
        return {name: opened.read(name) for name in names}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("wheel"), "--wheel")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """`fe-skill`, installed from the wheel with no more than the wheel asks for."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, with_pip=True)
    bin_folder = folder / ("Scripts" if sys.platform == "win32" else "bin")
    run(bin_folder / "python", "-m", "pip", "install", "--quiet", wheel)
    return bin_folder / "fe-skill"


def test_wheel_carries_every_template_and_contract(wheel: Path) -> None:
    tracked = run("git", "ls-files", "-z", "templates", "tools").split("\0")[:-1]
    inside = contents(wheel)
    assert {f"fe_skill/_data/{path}" for path in tracked} == {
        name for name in inside if name.startswith("fe_skill/_data/")
    }


def test_wheel_from_the_sdist_is_the_wheel_from_the_checkout(tmp_path: Path, wheel: Path) -> None:
    from_sdist = built(tmp_path)
    assert contents(from_sdist) == contents(wheel)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"Makefile", "requirements.lock", "tests/conftest.py", "LICENSE"} <= names


def test_installed_program_works_outside_the_checkout(program: Path, tmp_path: Path) -> None:
    assert run(program, "--version", cwd=tmp_path) == f"fe-skill {__version__}\n"
    assert run(program, "contracts", "--check", cwd=tmp_path) == ""


def configured(program: Path, workspace: Path) -> StdioServerParameters:
    """The server as the README's configuration starts it."""
    (block,) = re.findall(r"```json\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    block = block.replace("/path/to/your/workspace", str(workspace))
    entry = json.loads(block)["mcpServers"]["fe-skill"]
    assert entry["command"] == program.name
    return StdioServerParameters(command=str(program), args=entry["args"], cwd=workspace)


@pytest.mark.anyio
async def test_the_readme_s_configuration_gives_a_real_client_every_tool(
    program: Path, tmp_path: Path
) -> None:
    async with Client(configured(program, tmp_path)) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == [t.name for t in TOOLS]
        for tool in TOOLS:
            result = await client.call_tool(tool.name, dict(tool.example))
            assert not result.is_error, json.dumps(result.structured_content)
