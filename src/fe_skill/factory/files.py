"""The files that a factory gets.

Lives here: new_files; SKILL, the file that says whether we are registered.
Does not:   edits to what is there (edits.py).
"""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from fe_skill import __version__
from fe_skill.data import data_folder
from fe_skill.skill_bundle import NAME, bundle_folder, front_matter
from fe_skill.templating.render import Rendered, render_tree
from fe_skill.tools.tool import Tool

HOME = PurePosixPath(".agent/skills/chain") / NAME
SKILL = HOME / "SKILL.md"
KNOWLEDGE = PurePosixPath(".agent/knowledge/integration/fastapi-enterprise-tools.json")
_AXIOMS = {
    "A1_verifiability": "every write lists the checks that it passed, and says which were not run",
    "A2_user_primacy": "every write can be previewed and taken back; no file of a user is replaced",
    "A3_transparency": "every refusal and finding says what, where and why, and how to mend it",
    "A4_non_harm": "a write is all or nothing, in one folder, and runs no project code unasked",
    "A5_consistency": "the same call gives the same bytes, and a second one changes nothing",
    "A6_mcp_context": "the list of tools is short and fixed, and the same for everybody",
}
# What of the factory we name, where it has it.
_SKILLS = ("building-fastapi-enterprise", "applying-sqlalchemy-patterns")
_FILES = ("fastapi-patterns.json", "mcp-servers-catalog.json")


def new_files(root: Path, tools: Sequence[Tool]) -> Iterator[Rendered]:
    """Every file of ours, as the factory at `root` wants it."""
    yield from render_tree(data_folder("templates") / "agents/factory", _answers(root, tools))
    folder = bundle_folder()
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).as_posix()
        if path.is_file() and inside != "SKILL.md" and path.suffix != ".pyc":
            yield Rendered(HOME / inside, path.read_bytes(), executable=False)


def _answers(root: Path, tools: Sequence[Tool]) -> dict[str, object]:
    fields, body = front_matter((bundle_folder() / "SKILL.md").read_text(encoding="utf-8"))
    knowledge = [KNOWLEDGE.name, *_there(_FILES[:1], root, "knowledge/*/{}")]
    listed = [{"name": t.name, "type": "mcp", "description": t.purpose} for t in tools]
    pages = sorted(f"references/{page.name}" for page in (bundle_folder() / "references").iterdir())
    return {
        "version": __version__,
        "description": _json(fields["description"]),
        "body": body.strip("\n"),
        "knowledge": _json(knowledge),
        "tools": _json(listed),
        "tool_list": [{"name": t.name, "purpose": t.purpose.replace("|", "\\|")} for t in tools],
        "related_skills": _json(_there(_SKILLS, root, "skills/*/{}/SKILL.md") or ["none"]),
        "related_knowledge": _json(_there(_FILES, root, "knowledge/*/{}") or [_FILES[-1]]),
        "references": _json(pages),
        "axioms": _json(_AXIOMS),
        "axioms_by_name": json.dumps(_AXIOMS, indent=4).replace("\n}", "\n  }"),
    }


def _there(names: Sequence[str], root: Path, where: str) -> list[str]:
    return [name for name in names if any((root / ".agent").glob(where.format(name)))]


_json: Callable[[object], str] = json.JSONEncoder(ensure_ascii=False).encode
