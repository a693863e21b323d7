"""The lines that change in files of the factory's own: two catalogues, a table and four counts.

The factory has programs that keep these true; they rewrite much more than what is new, so each of
our edits is one entry, one row or one number. A file that the factory doesn't have, or that is
written in another way, is left alone and named.

Lives here: EDITS, and each edit as a function from text to text; None where its place isn't found.
Does not:   new files (files.py).
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fe_skill.clients import jsonc
from fe_skill.data import data_folder
from fe_skill.factory.files import KNOWLEDGE, SKILL
from fe_skill.problem import Refused
from fe_skill.skill_bundle import NAME, bundle_folder, front_matter
from fe_skill.tools.tool import Tool

_SERVER = "fe-skill"
_TITLE = "FastAPI Enterprise"


@dataclass(frozen=True)
class Edit:
    """One edit of the file at `path`."""

    path: str
    apply: Callable[[str, Sequence[Tool]], str | None]


def in_catalogue(text: str, _tools: Sequence[Tool]) -> str | None:
    """Our entry at the end of the list of skills."""
    try:
        content = jsonc.parse(text).member("content")
        skills = content.node.member("skills") if content else None
    except Refused:
        return None
    inner = text[skills.node.start : skills.node.end - 1].rstrip() if skills else ""
    if skills is None or not inner.endswith("}"):
        return None
    indent = _indent_of(text, skills.node.start + inner.rindex("{"))
    fields, _ = front_matter((bundle_folder() / "SKILL.md").read_text(encoding="utf-8"))
    entry = {
        "id": NAME,
        "name": _TITLE,
        "description": fields["description"],
        "location": str(SKILL),
    }
    shown = json.dumps(entry, ensure_ascii=False, indent=4).replace("\n", f"\n{indent}")
    end = skills.node.start + len(inner)
    return f"{text[:end]},\n{indent}{shown}{text[end:]}"


def in_servers(text: str, tools: Sequence[Tool]) -> str | None:
    """Our server in the catalogue of MCP servers."""
    template = data_folder("templates") / "agents/factory/.agent/mcp/fe-skill/mcp-config.json.tmpl"
    entry = {
        "name": _SERVER,
        "displayName": _TITLE,
        "description": "Builds and checks FastAPI backends, and proves what it did",
        "category": "code",
        "transport": "stdio",
        "authentication": "none",
        "setupDocs": ".agent/mcp/fe-skill/setup-guide.md",
        "setupSteps": ["pip install fe-skill", "Set FE_SKILL_ROOT", "Add to MCP config"],
        "envVariables": ["FE_SKILL_ROOT"],
        "capabilities": ["scaffolding", "code-analysis"],
        "tools": [{"name": tool.name, "description": tool.purpose} for tool in tools],
        "configExample": json.loads(template.read_text(encoding="utf-8"))["mcpServers"],
    }
    try:
        if jsonc.parse(text).member("servers") is None:
            return None
        return jsonc.put(text, ("servers", _SERVER), entry).apply(text)
    except Refused:
        return None


def in_table(text: str, _tools: Sequence[Tool]) -> str | None:
    """A row for our knowledge file, where the alphabet has it."""
    row = f"| [{KNOWLEDGE.stem}](file:///{KNOWLEDGE}) |  |  |"
    rows = list(re.finditer(r"^\| \[([\w.-]+)\]\(file:///[^\n]*$", text, re.MULTILINE))
    before = [found for found in rows if found[1] < KNOWLEDGE.stem]
    if not before:
        return None
    end = before[-1].end()
    return f"{text[:end]}\n{row}{text[end:]}"


def counted(pattern: str) -> Callable[[str, Sequence[Tool]], str | None]:
    """The edit that raises the one number of `pattern` by one."""

    def edit(text: str, _tools: Sequence[Tool]) -> str | None:
        found = re.search(pattern, text)
        if found is None:
            return None
        return f"{text[: found.start(1)]}{int(found[1]) + 1}{text[found.end(1) :]}"

    return edit


def _indent_of(text: str, position: int) -> str:
    line = text[text.rfind("\n", 0, position) + 1 : position]
    return line if not line.strip() else ""


EDITS = (
    Edit(".agent/knowledge/core/skill-catalog.json", in_catalogue),
    Edit(".agent/knowledge/integration/mcp-servers-catalog.json", in_servers),
    Edit(".agent/knowledge/core/manifest.json", counted(r'"total_files": (\d+)')),
    Edit("README.md", counted(r"`\.agent/skills` \((\d+)\+? skills?\)")),
    Edit("README.md", counted(r"`\.agent/knowledge` \((\d+)\+? (?:JSON )?files?\)")),
    Edit("docs/architecture/system-organization.md", counted(r"includes \*\*(\d+)\*\* skills\)")),
    Edit("docs/reference/knowledge-files.md", counted(r"includes \*\*(\d+) knowledge files?\*\*")),
    Edit("docs/reference/knowledge-files.md", in_table),
)
