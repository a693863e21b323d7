"""`fe-skill inspect`: what it starts."""

import json
import sys
from pathlib import Path

import pytest

from fe_skill import cli
from fe_skill.clients.client import command
from fe_skill.tools import TOOLS

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an inspector that is none writes how it was started; it ends with 7."""
    note = tmp_path / "said.json"
    fake = tmp_path / "bin/mcp-inspector"
    fake.parent.mkdir()
    fake.write_text(
        f"#!{sys.executable}\nimport json, sys\n"
        f"open({str(note)!r}, 'w').write(json.dumps(sys.argv[1:]))\nsys.exit(7)\n"
    )
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(fake.parent))
    return note


def test_it_opens_on_a_server_confined_to_the_project(said: Path, tmp_path: Path) -> None:
    assert cli.run(TOOLS, ["inspect", "--project", str(tmp_path)]) == 7
    assert json.loads(said.read_text()) == command(tmp_path)


def test_options_after_the_dashes_make_it_a_command(said: Path, tmp_path: Path) -> None:
    words = ["--method", "tools/list"]
    assert cli.run(TOOLS, ["inspect", "--project", str(tmp_path), "--", *words]) == 7
    assert json.loads(said.read_text()) == ["--cli", *command(tmp_path), *words]


def test_where_it_is_not_installed_the_way_to_get_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert cli.run(TOOLS, ["inspect"]) == 2
    shown = capsys.readouterr().err
    assert "code: inspector-missing" in shown
    assert "npm install --global @modelcontextprotocol/inspector" in shown
