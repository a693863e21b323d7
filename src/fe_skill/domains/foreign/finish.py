"""New files as the project formats its own.

Lives here: Format, format_of, finished.
Does not:   files that are there: they are never formatted.
"""

import json
import re
import subprocess
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ruff import find_ruff_bin

from fe_skill.project.program import Program

_SETTINGS = ("ruff.toml", ".ruff.toml", "pyproject.toml")
_WIDTH = 88


@dataclass(frozen=True)
class Format:
    """How lines are cut, quoted and sorted; `first_party` are the project's own packages."""

    width: int
    single: bool
    first_party: tuple[str, ...]
    sorted_within: bool
    no_sections: bool
    selected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    def checks(self, code: str) -> bool:
        """Whether the project's ruff looks for `code`."""
        chosen = max((len(c) for c in self.selected if code.startswith(c)), default=-1)
        if chosen < 0 and "ALL" in self.selected:
            chosen = 0
        return chosen > max((len(c) for c in self.ignored if code.startswith(c)), default=-1)


def format_of(program: Program) -> Format:
    """The settings of ruff, black, isort or flake8, or else what the files themselves show."""
    config = _settings(program.facts.root)
    ruff, black, isort = (_table(config, name) for name in ("ruff", "black", "isort"))
    width = ruff.get("line-length") or black.get("line-length") or isort.get("line_length")
    text = "".join(module.text for module in program.modules())
    tops = {path.partition("/")[0].removesuffix(".py") for path in program.facts.paths}
    tops |= {
        name.partition(".")[0]
        for p in program.facts.paths
        if (name := program.facts.module_name(p))
    }
    known = _isort(ruff).get("known-first-party")
    if isinstance(known, list):
        tops |= set(map(str, known))
    quote = _table_of(ruff.get("format")).get("quote-style")
    single = quote == "single" or (
        quote is None
        and not black
        and len(re.findall(r"'\w+'", text)) > len(re.findall(r'"\w+"', text))
    )
    return Format(
        width=width if isinstance(width, int) else _WIDTH,
        single=single,
        first_party=tuple(sorted(tops - {"alembic"})),
        sorted_within=bool(
            _isort(ruff).get("force-sort-within-sections")
            or isort.get("force_sort_within_sections")
        ),
        no_sections=bool(_isort(ruff).get("no-sections") or isort.get("no_sections")),
        selected=_codes(ruff, "select"),
        ignored=_codes(ruff, "ignore"),
    )


def _codes(ruff: Mapping[str, object], name: str) -> tuple[str, ...]:
    """The rules that the settings select or ignore."""
    found: list[str] = []
    for place in (ruff, _table_of(ruff.get("lint"))):
        for key in (name, f"extend-{name}"):
            value = place.get(key)
            found += map(str, value) if isinstance(value, list) else []
    return tuple(found)


def _isort(ruff: Mapping[str, object]) -> Mapping[str, object]:
    return _table_of(_table_of(ruff.get("lint")).get("isort")) or _table_of(ruff.get("isort"))


def _table_of(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _table(config: Mapping[str, object], name: str) -> Mapping[str, object]:
    return _table_of(_table_of(config.get("tool")).get(name))


def _settings(root: Path) -> Mapping[str, object]:
    for name in _SETTINGS:
        for folder in (root, root.parent):
            file = folder / name
            try:
                read = tomllib.loads(file.read_text()) if file.is_file() else {}
            except (tomllib.TOMLDecodeError, OSError, UnicodeDecodeError):
                read = {}
            if name != "pyproject.toml" and read:
                return {"tool": {"ruff": read}}
            if _table_of(read.get("tool")).keys() & {"ruff", "black", "isort"}:
                return read
    return {}


def finished(files: Mapping[str, str], style: Format, *, sort: bool = True) -> dict[str, str]:
    """`files` without unused imports, formatted; with `sort`, their imports in order."""
    lint = ["F401", "I"] if sort else ["F401"]
    options = {
        "line-length": style.width,
        "lint.isort.known-first-party": list(style.first_party),
        "lint.isort.force-sort-within-sections": style.sorted_within,
        "lint.isort.no-sections": style.no_sections,
        "format.quote-style": "single" if style.single else "double",
    }
    settings = [f"--config={name}={json.dumps(value)}" for name, value in options.items()]
    with TemporaryDirectory(prefix="fe-skill-") as folder:
        scratch = Path(folder)
        for path, text in files.items():
            target = scratch / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        _ruff(scratch, "check", "--isolated", "--fix-only", f"--select={','.join(lint)}", *settings)
        _ruff(scratch, "format", "--isolated", *settings)
        return {path: _ended((scratch / path).read_text()) for path in files}


def _ended(text: str) -> str:
    """With one line end at the end; nothing stays nothing."""
    return f"{text.rstrip()}\n" if text.strip() else ""


def _ruff(folder: Path, *arguments: str) -> None:
    command = [find_ruff_bin(), *arguments, "--no-cache", "--quiet", "."]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=60)  # noqa: S603 -- our own dependency
