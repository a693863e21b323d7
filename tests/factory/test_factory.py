"""Registration in an agent factory, on a small one of our own that has the same shape."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from fe_skill import cli
from fe_skill.factory.edits import EDITS, in_catalogue, in_servers
from fe_skill.skill_bundle import front_matter
from fe_skill.tools import TOOLS

HOME = ".agent/skills/chain/fastapi-enterprise"
FACTORY = {
    ".agent/skills/chain/writing-tests/SKILL.md": "---\nname: writing-tests\n---\n",
    ".agent/skills/parallel/building-fastapi-enterprise/SKILL.md": "---\nname: other\n---\n",
    ".agent/knowledge/tech/fastapi-patterns.json": "{}\n",
    ".agent/knowledge/core/skill-catalog.json": """{
    "content": {
        "skills": [
            {
                "id": "writing-tests",
                "location": "a {brace} in a text"
            }
        ]
    }
}
""",
    ".agent/knowledge/integration/mcp-servers-catalog.json": """{
  "servers": {
    "git": {"name": "Git"}
  },
  "patterns": {}
}
""",
    ".agent/knowledge/core/manifest.json": '{\n  "statistics": {"total_files": 9}\n}',
    "README.md": (
        "- **Skills**: in `.agent/skills` (99 skills)\r\n"
        "- **Knowledge**: in `.agent/knowledge` (9 files)\r\n"
        "- **Patterns**: in `.agent/patterns` (9 files)"
    ),
    "docs/architecture/system-organization.md": "### Capabilities - includes **99** skills)\n",
    "docs/reference/knowledge-files.md": (
        "The factory includes **9 knowledge files**.\n\n"
        "| File | Type |\n"
        "| [docker](file:///.agent/docker.json) |  |\n"
        "| [flask](file:///.agent/flask.json) |  |\n"
    ),
}


@pytest.fixture
def factory(tmp_path: Path) -> Path:
    for name, text in FACTORY.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def files(root: Path) -> Mapping[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file())
    named = {str(path.relative_to(root)): path.read_bytes() for path in found}
    return {name: content for name, content in named.items() if not name.startswith(".fe-skill")}


def register(root: Path, *words: str) -> int:
    return cli.run(TOOLS, ["register", "--target", "factory", str(root), *words])


def unregister(root: Path, *words: str) -> int:
    return cli.run(TOOLS, ["unregister", "--target", "factory", str(root), *words])


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("README.md", "- **Skills**: in `.agent/skills` (100 skills)\r"),
        ("README.md", "- **Knowledge**: in `.agent/knowledge` (10 files)\r"),
        ("README.md", "- **Patterns**: in `.agent/patterns` (9 files)"),
        ("docs/architecture/system-organization.md", "### Capabilities - includes **100** skills)"),
        ("docs/reference/knowledge-files.md", "The factory includes **10 knowledge files**."),
        (".agent/knowledge/core/manifest.json", '  "statistics": {"total_files": 10}'),
        (".agent/knowledge/integration/mcp-servers-catalog.json", '    "git": {"name": "Git"},'),
        (".agent/mcp/fe-skill/env.template", "FE_SKILL_ROOT=/path/to/your/workspace"),
    ],
)
def test_a_registration_says_in(name: str, line: str, factory: Path) -> None:
    assert register(factory) == 0
    assert line in (factory / name).read_bytes().decode().split("\n")


def test_the_skill_has_every_field_of_a_factory_s_schema(factory: Path) -> None:
    register(factory)
    fields, body = front_matter((factory / HOME / "SKILL.md").read_text())
    assert fields["name"] == "fastapi-enterprise"
    assert fields["type"] == "skill"
    assert fields["category"] == "web"
    for name in ("agents", "knowledge", "related_skills", "templates", "references"):
        values = json.loads(str(fields[name]))
        assert values
        assert all(isinstance(value, str) for value in values)
    listed = json.loads(str(fields["tools"]))
    assert [tool["name"] for tool in listed] == [tool.name for tool in TOOLS]
    assert isinstance(fields["settings"], dict)
    axioms = json.loads(str(fields["axioms"]))
    assert len(axioms) == 6
    assert json.loads(str(fields["related_skills"])) == ["building-fastapi-enterprise"]
    for heading in ("When to Use", "Prerequisites", "Process", "Best Practices"):
        section = body.partition(f"\n## {heading}\n")[2].partition("\n##")[0]
        assert len(section.strip()) > 10
    assert len(body.splitlines()) < 480


def test_every_place_that_the_skill_names_is_there(factory: Path) -> None:
    register(factory)
    fields, _ = front_matter((factory / HOME / "SKILL.md").read_text())
    assert all((factory / HOME / page).is_file() for page in json.loads(str(fields["references"])))
    for name in json.loads(str(fields["knowledge"])):
        assert list((factory / ".agent/knowledge").rglob(name))
    for folder in ("scripts", "references", "assets"):
        assert any((factory / HOME / folder).iterdir())
    assert [path.name for path in (factory / HOME).glob("*.md")] == ["SKILL.md"]


def test_the_catalogues_stay_json_with_one_entry_more(factory: Path) -> None:
    register(factory)
    catalogue = json.loads((factory / EDITS[0].path).read_text())
    before, ours = catalogue["content"]["skills"]
    assert before == {"id": "writing-tests", "location": "a {brace} in a text"}
    assert (factory / ours["location"]).is_file()
    servers = json.loads((factory / EDITS[1].path).read_text())["servers"]
    assert list(servers) == ["git", "fe-skill"]
    template = json.loads((factory / ".agent/mcp/fe-skill/mcp-config.json.tmpl").read_text())
    assert servers["fe-skill"]["configExample"] == template["mcpServers"]


def test_the_knowledge_names_its_axioms_and_patterns(factory: Path) -> None:
    register(factory)
    place = factory / ".agent/knowledge/integration/fastapi-enterprise-tools.json"
    knowledge = json.loads(place.read_text())
    assert knowledge["id"] == place.stem
    assert knowledge["best_practices"]
    assert all(len(text) >= 10 for text in knowledge["axiomAlignment"].values())
    for pattern in knowledge["patterns"].values():
        assert {"description", "use_when", "code_example", "best_practices"} <= set(pattern)
        assert len(pattern["best_practices"]) >= 2
    table = (factory / "docs/reference/knowledge-files.md").read_text().splitlines()
    names = [line.split("]")[0][3:] for line in table if line.startswith("| [")]
    assert names == ["docker", "fastapi-enterprise-tools", "flask"]


def test_a_registration_taken_back_leaves_every_byte_as_it_was(factory: Path) -> None:
    before = files(factory)
    assert register(factory, "--dry-run") == 0
    assert files(factory) == before
    register(factory)
    registered = files(factory)
    assert register(factory) == 0
    assert files(factory) == registered
    assert unregister(factory) == 0
    assert files(factory) == before
    assert unregister(factory) == 0


def test_what_somebody_edited_since_is_not_taken_back_and_named(
    factory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register(factory)
    (factory / "README.md").write_text("another text")
    assert unregister(factory) == 2
    assert "README.md" in capsys.readouterr().err
    assert (factory / HOME / "SKILL.md").is_file()


def test_a_skill_of_another_hand_is_never_replaced(
    factory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (factory / HOME).mkdir(parents=True)
    (factory / HOME / "SKILL.md").write_text("mine")
    before = files(factory)
    assert register(factory) == 2
    assert "code: factory-skill-differs" in capsys.readouterr().err
    assert files(factory) == before


def test_what_isn_t_as_expected_is_left_alone_and_named(
    factory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (factory / "README.md").write_text("no counts")
    (factory / EDITS[0].path).write_text("{")
    (factory / "docs/reference/knowledge-files.md").unlink()
    assert register(factory) == 0
    said = capsys.readouterr().out
    for name in ("README.md", "knowledge-files.md", "skill-catalog.json"):
        assert f"{name} is missing or written in another way" in said
    assert (factory / "README.md").read_text() == "no counts"


@pytest.mark.parametrize("text", ["[]", "{", '{"content": {"skills": []}}', '{"servers": 1}'])
def test_a_catalogue_of_another_shape_is_no_place_for_an_entry(text: str) -> None:
    assert in_catalogue(text, TOOLS) is None
    assert in_servers(text, TOOLS) is None


def test_a_folder_that_is_no_factory_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert register(tmp_path) == 2
    assert "code: no-factory" in capsys.readouterr().err
    assert not any(tmp_path.iterdir())
