"""The skill: what it promises, and the folder that is made of it."""

import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fe_skill import __version__, published
from fe_skill.skill_bundle import NAME, bundle, bundle_folder, front_matter, with_table
from fe_skill.tools import TOOLS
from tests.sample_tools import GREET

ROOT = Path(__file__).parents[2]
SKILL = (ROOT / "skill.md").read_text(encoding="utf-8")
TEMPLATES = ROOT / "templates/agents/skill"
BLOCK = TEMPLATES / "assets/agents-block.md"
# Every tool that the contract of the project names, listed today or not.
PROMISED = {
    "scaffold",
    "add-domain",
    "validate-project",
    "diagnose-error",
    "describe-project",
    "undo-change",
}


def test_skill_is_short_and_says_by_its_front_matter_what_it_is_and_when_to_use_it() -> None:
    fields, body = front_matter(SKILL)
    assert len(SKILL.splitlines()) < 200
    assert (fields["name"], fields["type"]) == ("fastapi-enterprise", "skill")
    assert 200 < len(str(fields["description"])) <= 1024
    for trigger in ("FastAPI", "new service", "MissingGreenlet", "422"):
        assert trigger in str(fields["description"])
    for heading in ("When to Use", "Prerequisites", "Process", "Axioms", "Best Practices"):
        assert f"\n## {heading}\n" in body


def test_skill_and_block_name_no_tool_that_is_not_listed() -> None:
    missing = PROMISED - {tool.name for tool in TOOLS}
    told = "".join(path.read_text() for path in TEMPLATES.rglob("*.md")) + SKILL
    named = {name for name in missing if f"`{name}`" in told or f"fe-skill {name}" in told}
    assert named == set()


def test_skill_names_every_tool_the_four_commands_and_all_axioms() -> None:
    wanted = [f"| `{tool.name}` |" for tool in TOOLS]
    wanted += ["fastapi dev src/main.py", 'pytest -v -k "not integration"']
    wanted += ["alembic upgrade head", "ruff format ."]
    wanted += [f"| A{number} " for number in range(1, 6)]
    assert [word for word in wanted if word not in SKILL] == []


def test_block_for_every_session_fits_in_a_kilobyte() -> None:
    assert len(BLOCK.read_bytes()) <= 1024


def test_table_follows_the_tools() -> None:
    row = "| `greet` | reads | Greets"
    assert row not in SKILL
    made = with_table(SKILL, [*TOOLS, GREET])
    assert row in made
    assert with_table(made, TOOLS) == with_table(SKILL, TOOLS) == SKILL


def test_shipped_folder_is_what_the_code_makes() -> None:
    made = bundle(SKILL, TEMPLATES, TOOLS)
    there = {
        path.relative_to(bundle_folder()).as_posix(): path.read_text(encoding="utf-8")
        for path in bundle_folder().rglob("*")
        if path.is_file()
    }
    assert there == made
    assert set(published.drifted(TOOLS)) == set()


def test_folder_has_the_standard_s_keys_only_and_its_own_name() -> None:
    assert bundle_folder().name == NAME
    fields, _ = front_matter((bundle_folder() / "SKILL.md").read_text(encoding="utf-8"))
    assert set(fields) == {"name", "description", "license", "compatibility", "metadata"}
    assert fields["description"] == front_matter(SKILL)[0]["description"]
    assert fields["metadata"] == {"type": "skill", "version": __version__}


@pytest.mark.parametrize("file", [ROOT / "skill.md", bundle_folder() / "SKILL.md"], ids=str)
def test_every_link_leads_to_a_file(file: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", file.read_text(encoding="utf-8"))
    assert len(links) >= 6
    assert [link for link in links if not (file.parent / link).is_file()] == []


def test_procedures_are_steps_with_a_title() -> None:
    for number in (1, 2, 3):
        text = (TEMPLATES / f"references/procedure-{number}.md").read_text()
        assert text.startswith(f"# Procedure {number}: ")


def test_proof_script_says_what_was_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    main = runpy.run_path(str(bundle_folder() / "scripts/prove_project.py"))["main"]
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.count("not run") == 4


def test_proof_script_tells_a_failure_from_a_pass(tmp_path: Path) -> None:
    programs = tmp_path / ".venv/bin"
    programs.mkdir(parents=True)
    for name, code in (("alembic", 0), ("pytest", 1), ("ruff", 0)):
        (programs / name).write_text(f"#!{sys.executable}\nprint('said by {name}')\nexit({code})\n")
        (programs / name).chmod(0o755)
    script = bundle_folder() / "scripts/prove_project.py"
    done = subprocess.run(
        [sys.executable, script, tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "fast tests: failed (pytest -q -k not integration)\nsaid by pytest" in done.stdout
    assert done.stdout.count(": passed") == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    "words", [["agentskills", "validate"], ["skillsaw", "lint", "--strict"]], ids=lambda w: w[0]
)
def test_validator_finds_nothing(words: list[str], validators: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(bundle_folder(), tmp_path / NAME)
    done = subprocess.run(
        [validators / words[0], *words[1:], folder], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stdout
    (folder / "SKILL.md").write_text("---\nname: Another Name\n---\n")
    broken = subprocess.run(
        [validators / words[0], *words[1:], folder], capture_output=True, check=False
    )
    assert broken.returncode != 0
