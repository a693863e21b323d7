"""What registries and desktop clients take, held against their official validators."""

import io
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from fe_skill import __version__, cli
from fe_skill.distribution import bundle, packed, server_json
from fe_skill.tools import TOOLS

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".cache/distribution"
NPM = shutil.which("npm")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    with zipfile.ZipFile(io.BytesIO(packed(bundle(TOOLS)))) as archive:
        archive.extractall(folder)
    return folder


def test_description_for_a_registry_keeps_to_its_limits() -> None:
    described = json.loads(server_json("io.github.acme"))
    assert re.fullmatch(r"[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+", described["name"])
    assert len(described["description"]) <= 100
    (package,) = described["packages"]
    assert described["version"] == package["version"] == __version__
    assert (package["registryType"], package["identifier"]) == ("pypi", "fe-skill")


@pytest.mark.parametrize("namespace", ["acme", "", "a/b.c", "a..b", "a.b\n", "a." + "b" * 200])
def test_a_name_that_no_publisher_can_own_is_refused(
    namespace: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(TOOLS, ["package", str(tmp_path / "out"), "--namespace", namespace]) == 2
    assert "code: namespace-malformed" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_same_package_makes_the_same_bundle(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "two"):
        words = ["package", str(tmp_path / name), "--namespace", "com.example"]
        assert cli.run(TOOLS, words) == 0
    one, two = ((tmp_path / name / "fe-skill.mcpb").read_bytes() for name in ("one", "two"))
    assert one == two
    assert "mcp-name: com.example/fe-skill" in capsys.readouterr().out


def test_bundle_asks_for_what_the_package_asks_for(unpacked: Path) -> None:
    asked = tomllib.loads((unpacked / "pyproject.toml").read_text())["project"]
    own = tomllib.loads((HERE.parents[1] / "pyproject.toml").read_text())["project"]
    names = [
        sorted(re.split(r"[<>=]", line)[0] for line in project["dependencies"])
        for project in (asked, own)
    ]
    assert names[0] == names[1]
    assert asked["requires-python"] == own["requires-python"]


@pytest.mark.slow
@pytest.mark.anyio
async def test_server_in_the_bundle_makes_a_project_from_its_own_templates(
    unpacked: Path, tmp_path: Path
) -> None:
    start = json.loads((unpacked / "manifest.json").read_text())["server"]["mcp_config"]["args"]
    words = [word.replace("${user_config.workspace}", str(tmp_path)) for word in start[4:]]
    arguments = [str(unpacked / "server.py"), *words]
    server = StdioServerParameters(command=sys.executable, args=arguments)
    async with Client(stdio_client(server)) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == [t.name for t in TOOLS]
        assert not (await client.call_tool("scaffold", {"path": "shop"})).is_error
    assert (tmp_path / "shop/src/main.py").is_file()


@pytest.mark.slow
def test_skillsaw_finds_nothing_in_the_description(validators: Path, tmp_path: Path) -> None:
    (tmp_path / "server.json").write_text(server_json("io.github.acme"))
    done = subprocess.run(
        [validators / "skillsaw", "lint", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.skipif(NPM is None, reason="the official packer needs node and npm on the path")
def test_the_official_packer_takes_the_bundle(unpacked: Path, tmp_path: Path) -> None:
    lock, program = HERE / "package-lock.json", CACHE / "node_modules/.bin/mcpb"
    if not program.exists() or program.stat().st_mtime < lock.stat().st_mtime:
        CACHE.mkdir(parents=True, exist_ok=True)
        for name in ("package-lock.json", "package.json"):
            shutil.copy(HERE / name, CACHE)
        install = [str(NPM), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
        subprocess.run(install, cwd=CACHE, check=True, timeout=300)
        program.resolve().touch()
    made = str(tmp_path / "made.mcpb")
    for words in (["validate", str(unpacked / "manifest.json")], ["pack", str(unpacked), made]):
        command = [str(program), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
