"""The Agent Skills form of `skill.md`: a folder with `SKILL.md`, references, scripts and assets.

    skill.md + templates/agents/skill/ + the tools  ─▶  .agents/skills/fastapi-enterprise/

Lives here: what each file of the folder says, the table of tools in `skill.md`, and where the
            folder is once it is made (inside the package, where installers of skills look).
Does not:   the writing and comparing (published.py), or the skill's own words (skill.md).
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from fe_skill import __version__
from fe_skill.tools.schema import input_schema
from fe_skill.tools.tool import Tool

NAME = "fastapi-enterprise"
OPENING = "<!-- the table is written by `fe-skill contracts` -->\n"
CLOSING = "<!-- end -->\n"
_HOME = f"src/fe_skill/.agents/skills/{NAME}/"
_COMPATIBILITY = "Python 3.11 or newer; the fe-skill tools over MCP or as commands."


def bundle_folder() -> Path:
    """The skill as it is shipped: the same place in a checkout and in an installed package."""
    return Path(__file__).parent / ".agents/skills" / NAME


def with_table(skill: str, tools: Sequence[Tool]) -> str:
    """`skill` with the tools in a table between its markers."""
    before, _, rest = skill.partition(OPENING)
    _, _, after = rest.partition(CLOSING)
    rows = "\n".join(f"| `{t.name}` | {_effect(t)} | {t.purpose} |" for t in tools)
    table = f"| tool | effect | what it is for |\n| --- | --- | --- |\n{rows}\n"
    return f"{before}{OPENING}\n{table}\n{CLOSING}{after}"


def bundle(skill: str, templates: Path, tools: Sequence[Tool]) -> dict[str, str]:
    """The files of the folder by their paths in it, from the text of `skill.md`."""
    files = {
        path.relative_to(templates).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(templates.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    fields, body = front_matter(skill)
    files["SKILL.md"] = _heading(fields) + body.replace(_HOME, "")
    files["references/tools.md"] = _references(tools)
    return files


def front_matter(text: str) -> tuple[dict[str, object], str]:
    """The fields at the head of a Markdown file of ours, and what follows them.

    We read the YAML that we write: `key: word`, `key: JSON`, the folded `key: >-`, and one level of
    words below a key.
    """
    _, _, rest = text.partition("---\n")
    head, _, body = rest.partition("\n---\n")
    fields: dict[str, object] = {}
    for block in re.split(r"\n(?! )", head):
        key, _, value = block.partition(":")
        fields[key] = _field(value.strip(), [line.strip() for line in value.splitlines()[1:]])
    return fields, body


def _field(first: str, inner: Sequence[str]) -> object:
    if first.startswith(">-"):
        return " ".join(inner)
    if inner:
        return {key: _word(word) for key, _, word in (line.partition(": ") for line in inner)}
    return _word(first)


def _word(text: str) -> str:
    return str(json.loads(text)) if text.startswith('"') else text


def _heading(fields: Mapping[str, object]) -> str:
    """The front matter with the keys that the standard knows, and no other."""
    said = {
        "name": fields["name"],
        "description": json.dumps(fields["description"], ensure_ascii=False),
        "license": "MIT",
        "compatibility": json.dumps(_COMPATIBILITY),
    }
    lines = "".join(f"{key}: {value}\n" for key, value in said.items())
    version = json.dumps(__version__)
    return f"---\n{lines}metadata:\n  type: {fields['type']}\n  version: {version}\n---\n"


def _effect(tool: Tool) -> str:
    if tool.hints.asked_by:
        return "reads, writes when asked"
    return "reads" if tool.hints.read_only else "writes"


def _references(tools: Sequence[Tool]) -> str:
    sections = "\n".join(map(reference, tools))
    return f"# The tools\n\nEvery tool with its arguments. `*` is required.\n\n{sections}"


def reference(tool: Tool) -> str:
    """The page on one tool: its description, each argument, an example."""
    schema = input_schema(tool)
    required = cast("list[str]", schema.get("required", []))
    properties = cast("Mapping[str, Mapping[str, object]]", schema["properties"])
    arguments = "\n".join(
        f"- `{name}`{'*' * (name in required)}: {_argument(of)}" for name, of in properties.items()
    )
    example = json.dumps(dict(tool.example), ensure_ascii=False)
    call = f"Example:\n\n```json\n{example}\n```\n"
    return f"## {tool.name}\n\n{tool.description}\n\n{arguments}\n\n{call}"


def _argument(schema: Mapping[str, object]) -> str:
    said = str(schema["description"])
    default = schema.get("default")
    return said if default is None else f"{said} Default: `{json.dumps(default)}`."
