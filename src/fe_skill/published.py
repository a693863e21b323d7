"""The files that come out of the code: `tools/*.json`, and the tools' part of the README.

Lives here: what each file should say, and which differ.
Does not:   a contract (contracts.py), or the command around this (cli.py).
"""

from collections.abc import Sequence
from pathlib import Path

from fe_skill.contracts import contracts
from fe_skill.data import data_folder
from fe_skill.tools.tool import Tool


def drifted(tools: Sequence[Tool]) -> dict[Path, str | None]:
    """The files that differ from the code, with their right text; None for one too many."""
    folder = data_folder("tools")
    right: dict[Path, str | None] = {folder / name: text for name, text in contracts(tools).items()}
    right |= {path: None for path in folder.glob("*.json") if path not in right}
    return {path: text for path, text in sorted(right.items()) if _now(path) != text}


def write(path: Path, text: str | None) -> None:
    """Make the file say `text`."""
    if text is None:
        path.unlink()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _now(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
