"""The files that come out of the code: `tools/*.json`, and the tools' part of the README.

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
