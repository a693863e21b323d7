"""What the server offers besides tools, as a client reads it."""

import hashlib
import json
from pathlib import Path
from typing import Any, Literal

import pytest
from mcp import Client, MCPError
from mcp.types import INVALID_PARAMS, RequestParams, TextContent, TextResourceContents

from fe_skill import cli
from fe_skill.data import data_folder
from fe_skill.prompts import WORKFLOWS
from fe_skill.server.guidance import workflows
from fe_skill.server.served_skill import ServedSkill
from fe_skill.server.tool_server import ToolServer
from fe_skill.skill_bundle import bundle_folder, front_matter
from fe_skill.tools import TOOLS
from fe_skill.topics import fault_topics, rule_topics, topics
from tests.sample_tools import SAMPLES

Captured = pytest.CaptureFixture[str]
ERAS = pytest.mark.parametrize("era", ["auto", "legacy"])
Era = Literal["auto", "legacy"]
SKILL = "skill://fastapi-enterprise/SKILL.md"


def client(folder: Path, era: Era = "auto") -> Client:
    return Client(ToolServer(TOOLS, workspace=folder), mode=era)


async def read(opened: Client, uri: str) -> str:
    (content,) = (await opened.read_resource(uri)).contents
    assert isinstance(content, TextResourceContents)
    return content.text


@pytest.mark.anyio
@ERAS
async def test_every_procedure_and_every_file_of_the_skill_is_a_resource(
    era: Era, tmp_path: Path
) -> None:
    async with client(tmp_path, era) as opened:
        listed = {str(r.uri): r for r in (await opened.list_resources()).resources}
        for number in (1, 2, 3):
            uri = f"fe-skill://topics/procedure-{number}"
            title = (await read(opened, uri)).partition("\n")[0]
            assert f"# {listed[uri].title}" == title
        files = [uri for uri in listed if uri.startswith("skill://")]
        assert len(files) == sum(path.is_file() for path in bundle_folder().rglob("*"))
        assert await read(opened, SKILL) == (bundle_folder() / "SKILL.md").read_text()
    fields, _ = front_matter((bundle_folder() / "SKILL.md").read_text())
    assert listed[SKILL].name == fields["name"]
    assert listed[SKILL].description == fields["description"]
    assert listed[SKILL].mime_type == "text/markdown"


@pytest.mark.anyio
@ERAS
async def test_the_page_on_a_fault_is_read_by_name(era: Era, tmp_path: Path) -> None:
    async with client(tmp_path, era) as opened:
        listed = (await opened.list_resource_templates()).resource_templates
        assert "fe-skill://faults/{fault}" in {template.uri_template for template in listed}
        page = await read(opened, "fe-skill://faults/detached-instance")
        assert page.startswith("# detached-instance\n")
        assert "DetachedInstanceError" in page
        with pytest.raises(MCPError):
            await opened.read_resource("fe-skill://faults/no-such-fault")


@pytest.mark.anyio
@ERAS
async def test_the_page_on_a_rule_is_read_by_code_or_name(era: Era, tmp_path: Path) -> None:
    async with client(tmp_path, era) as opened:
        listed = (await opened.list_resource_templates()).resource_templates
        assert "fe-skill://rules/{rule}" in {template.uri_template for template in listed}
        page = await read(opened, "fe-skill://rules/FE106")
        assert page.startswith("# FE106 unknown-status-constant\n")
        assert "# <- " not in page
        assert all(f"\n## {head}\n" in page for head in ("Bad", "Fixed", "Good"))
        assert await read(opened, "fe-skill://rules/unknown-status-constant") == page
        with pytest.raises(MCPError):
            await opened.read_resource("fe-skill://rules/FE999")


@pytest.mark.anyio
@ERAS
async def test_an_unknown_resource_is_an_error_of_the_protocol(era: Era, tmp_path: Path) -> None:
    async with client(tmp_path, era) as opened:
        for uri in ("fe-skill://topics/procedure-4", "skill://fastapi-enterprise/../../x"):
            with pytest.raises(MCPError):
                await opened.read_resource(uri)


@pytest.mark.anyio
@ERAS
async def test_a_workflow_comes_with_its_blanks_filled(era: Era, tmp_path: Path) -> None:
    async with client(tmp_path, era) as opened:
        listed = (await opened.list_prompts()).prompts
        assert [prompt.name for prompt in listed] == [
            "new-service",
            "new-domain",
            "fix-failure",
            "review-project",
        ]
        given = {"purpose": "takes {orders}"}
        made = await opened.get_prompt("new-service", given)
    (message,) = made.messages
    assert isinstance(message.content, TextContent)
    assert message.content.text.startswith("Make a new FastAPI service: takes {orders}\n")
    assert "`path` (a new folder of that name)" in message.content.text


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("new-servise", {}),
        ("new-service", {}),
        ("new-service", {"purpose": "x", "pth": "y"}),
        ("new-service", {"purpose": "x" * 2001}),
        ("fix-failure", {"error": "x" * 50_001}),
        ("new-domain", {"what": "", "project": "shop"}),
    ],
)
async def test_a_wrong_workflow_is_refused(
    name: str, given: dict[str, str], tmp_path: Path
) -> None:
    async with client(tmp_path) as opened:
        with pytest.raises(MCPError, match=name) as refused:
            await opened.get_prompt(name, given)
    assert refused.value.error.code == INVALID_PARAMS


def test_workflows_are_offered_only_with_the_tools_that_they_name() -> None:
    assert set(workflows(TOOLS)) == {workflow.name for workflow in WORKFLOWS}
    assert workflows(SAMPLES) == {}
    for workflow in WORKFLOWS:
        text = (data_folder("templates") / f"agents/prompts/{workflow.name}.md").read_text()
        named = {tool.name for tool in TOOLS if f"`{tool.name}`" in text}
        assert named == workflow.needs


@pytest.mark.anyio
async def test_skill_is_declared_and_its_entry_names_each_file_with_digest_and_size(
    tmp_path: Path,
) -> None:
    server = ToolServer(TOOLS, workspace=tmp_path)
    assert ServedSkill.identifier == "io.modelcontextprotocol/skills"
    methods = {binding.method: binding for binding in ServedSkill().methods()}
    listed = await methods["skills/list"].handler(_nobody(), RequestParams())
    assert isinstance(listed, dict)
    (entry,) = listed["skills"]
    params = methods["skills/get"].params_type.model_validate({"uri": SKILL})
    got = await methods["skills/get"].handler(_nobody(), params)
    assert isinstance(got, dict)
    assert got["skill"] == entry
    assert entry["uri"] == SKILL
    async with Client(server) as opened:
        for resource in entry["resources"]:
            content = (await read(opened, resource["uri"])).encode()
            assert resource["size"] == len(content)
            assert resource["digest"] == "sha256:" + hashlib.sha256(content).hexdigest()
    unknown = methods["skills/get"].params_type.model_validate({"uri": "skill://x/SKILL.md"})
    with pytest.raises(MCPError):
        await methods["skills/get"].handler(_nobody(), unknown)


def _nobody() -> Any:  # noqa: ANN401 -- the handlers don't look at their context
    return None


def test_explain_prints_every_topic_that_it_lists(capsys: Captured) -> None:
    assert cli.run(TOOLS, ["explain"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    known = (*topics(TOOLS), *rule_topics(), *fault_topics())
    assert names == [topic.name for topic in known]
    for name in names:
        assert cli.run(TOOLS, ["explain", name]) == 0
        assert capsys.readouterr().out.startswith("#")


def test_explain_refuses_an_unknown_topic_with_the_nearest(capsys: Captured) -> None:
    assert cli.run(TOOLS, ["explain", "procedure1"]) == 2
    shown = capsys.readouterr().err
    assert "code: topic-unknown" in shown
    assert "mend: ask for `procedure-1`" in shown


def test_instructions_say_that_there_are_pages(tmp_path: Path) -> None:
    told = json.dumps(ToolServer(TOOLS, workspace=tmp_path).instructions)
    assert "resources" in told
    assert len(told) < 2048
