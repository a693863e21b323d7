"""The files that come out of the code: contracts, the README's part on tools, rules, the skill.

Lives here: what each file should say, and which differ.
Does not:   a contract (contracts.py), or the command around this (cli.py).
"""

import json
import shlex
from collections.abc import Sequence
from pathlib import Path

from fe_skill.cli_options import words
from fe_skill.contracts import Contract, contracts
from fe_skill.data import data_folder
from fe_skill.fault_pages import faults_table
from fe_skill.rule_pages import rules_tables
from fe_skill.skill_bundle import bundle, bundle_folder, with_table
from fe_skill.tools.tool import Tool

OPENING = "<!-- what follows is written by `fe-skill contracts` -->\n"
CLOSING = "<!-- end -->\n"


def drifted(tools: Sequence[Tool]) -> dict[Path, str | None]:
    """The files that differ from the code, with their right text; None for one too many."""
    folder = data_folder("tools")
    made = contracts(tools)
    right: dict[Path, str | None] = {folder / f"{c.tool.name}.json": c.text() for c in made}
    right |= {path: None for path in folder.glob("*.json") if path not in right}
    readme = folder.parent / "README.md"
    if readme.exists():  # an installed package carries none
        right[readme] = with_tools(readme.read_text(encoding="utf-8"), made)
    skill = folder.parent / "skill.md"
    if skill.exists():  # likewise
        right |= _skill_files(skill, tools)
    rules = folder.parent / "docs/rules.md"
    if rules.exists():  # likewise
        right[rules] = with_rules(rules.read_text(encoding="utf-8"))
    faults = folder.parent / "docs/faults.md"
    if faults.exists():  # likewise
        right[faults] = with_faults(faults.read_text(encoding="utf-8"))
    return {path: text for path, text in sorted(right.items()) if _now(path) != text}


def write(path: Path, text: str | None) -> None:
    """Make the file say `text`."""
    if text is None:
        path.unlink()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def with_tools(readme: str, made: Sequence[Contract]) -> str:
    """`readme` with the tools described between its markers."""
    before, _, rest = readme.partition(OPENING)
    _, _, after = rest.partition(CLOSING)
    sections = "\n".join(_section(contract) for contract in made)
    return f"{before}{OPENING}\n{sections}\n{CLOSING}{after}"


def with_rules(page: str) -> str:
    """The page on rules: what stands before the marker is a person's, what follows is made."""
    before, _, _ = page.partition(OPENING)
    return f"{before}{OPENING}\n{rules_tables()}"


def with_faults(page: str) -> str:
    """The page on faults, made likewise."""
    before, _, _ = page.partition(OPENING)
    return f"{before}{OPENING}\n{faults_table()}"


def _skill_files(skill: Path, tools: Sequence[Tool]) -> dict[Path, str | None]:
    """`skill.md` with its table, and the folder that is made of it."""
    text = with_table(skill.read_text(encoding="utf-8"), tools)
    files = bundle(text, data_folder("templates") / "agents/skill", tools)
    home = bundle_folder()
    there = {path: None for path in home.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    return {**there, **{home / path: made for path, made in files.items()}, skill: text}


def _section(contract: Contract) -> str:
    tool = contract.tool
    call = json.dumps({"name": tool.name, "arguments": tool.example}, ensure_ascii=False)
    return "\n".join(
        [
            f"### `{tool.name}`\n",
            f"{tool.description}\n",
            "```sh",
            shlex.join(["fe-skill", *words(tool, tool.example)]),
            "```\n",
            "The same over MCP, and what the model reads of the reply:\n",
            "```text",
            f"tools/call {call}\n",
            contract.reply.text(),
            "```\n",
        ]
    )


def _now(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
