"""What registries and desktop clients take: `server.json`, and the bundle `fe-skill.mcpb`.

    server.json     how a registry describes a server that is installed from PyPI
    fe-skill.mcpb   an archive with the package itself; its host makes the environment with uv

Lives here: server_json, bundle (the files of the archive), packed.
Does not:   publishing them, which needs an account; or the command (cli_package.py).
"""

import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from importlib import metadata
from io import BytesIO
from pathlib import Path
from typing import Final

from fe_skill import __version__
from fe_skill.data import data_folder
from fe_skill.problem import Problem, Refused
from fe_skill.tools.tool import Tool

PACKAGE: Final = "fe-skill"
_TITLE: Final = "FastAPI Enterprise"
_PURPOSE: Final = "Builds and checks FastAPI backends by proven tool calls"
_WORKSPACE: Final = "The folder that the tools may read and write, with all below it."
_SCHEMA: Final = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json"
_NAMESPACE: Final = re.compile(r"[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+")
_PYTHON: Final = ">=3.11"
# The archive of the same package has the same bytes, whenever it is made.
_MADE: Final = (2020, 1, 1, 0, 0, 0)
_ENTRY: Final = '''"""Starts fe-skill from this bundle."""

import sys

from fe_skill.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
'''


def server_json(namespace: str) -> str:
    """The description for a registry, under a name in `namespace`, which its publisher owns.

    Raises:
        Refused: `namespace-malformed`.
    """
    if not _NAMESPACE.fullmatch(namespace) or len(namespace) > 190:  # noqa: PLR2004 -- 200 with our name
        raise Refused(
            Problem(
                code="namespace-malformed",
                what=f"`{ascii(namespace)[1:-1][:60]}` is no namespace",
                why="a registry names servers by a domain of their publisher, written backwards",
                mend="give one that you own, such as `com.example` or `io.github.your-name`",
            )
        )
    described = {
        "$schema": _SCHEMA,
        "name": f"{namespace}/{PACKAGE}",
        "title": _TITLE,
        "description": _PURPOSE,
        "version": __version__,
        "packages": [
            {
                "registryType": "pypi",
                "identifier": PACKAGE,
                "version": __version__,
                "runtimeHint": "uvx",
                "transport": {"type": "stdio"},
                "packageArguments": [
                    {"type": "positional", "value": "serve"},
                    {
                        "type": "named",
                        "name": "--root",
                        "description": _WORKSPACE,
                        "format": "filepath",
                        "isRequired": True,
                    },
                ],
            }
        ],
    }
    return _json(described)


def bundle(tools: Sequence[Tool]) -> dict[str, bytes]:
    """The files of the archive by their paths in it."""
    package = Path(__file__).parent
    folders = {"fe_skill": package}
    folders |= {f"fe_skill/_data/{name}": data_folder(name) for name in ("templates", "tools")}
    files = {
        f"{place}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for place, folder in folders.items()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.strip("_").endswith("cache") for part in path.parts)
    }
    said = {"manifest.json": _manifest(tools), "pyproject.toml": _pyproject(), "server.py": _ENTRY}
    return {**{name: text.encode() for name, text in said.items()}, **files}


def packed(files: Mapping[str, bytes]) -> bytes:
    """The archive of `files`."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _MADE), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _manifest(tools: Sequence[Tool]) -> str:
    start = ["run", "--directory", "${__dirname}", "server.py", "serve"]
    return _json(
        {
            "manifest_version": "0.4",
            "name": PACKAGE,
            "display_name": _TITLE,
            "version": __version__,
            "description": _PURPOSE,
            "author": {"name": "The fe-skill authors"},
            "license": "MIT",
            "keywords": ["fastapi", "sqlalchemy", "scaffold"],
            "server": {
                "type": "uv",
                "entry_point": "server.py",
                "mcp_config": {
                    "command": "uv",
                    "args": [*start, "--root", "${user_config.workspace}"],
                },
            },
            "tools": [{"name": tool.name, "description": tool.description} for tool in tools],
            "prompts_generated": True,
            "compatibility": {
                "platforms": ["darwin", "linux"],
                "runtimes": {"python": _PYTHON},
            },
            "user_config": {
                "workspace": {
                    "type": "directory",
                    "title": "Workspace",
                    "description": _WORKSPACE,
                    "required": True,
                }
            },
        }
    )


def _pyproject() -> str:
    """What the host's uv reads: our dependencies, as the installed package tells them."""
    asked = [line for line in metadata.requires(PACKAGE) or () if "extra ==" not in line]
    lines = "".join(f"    {json.dumps(line)},\n" for line in sorted(asked))
    return (
        f'[project]\nname = "{PACKAGE}-bundle"\nversion = "{__version__}"\n'
        f'requires-python = "{_PYTHON}"\ndependencies = [\n{lines}]\n\n[tool.uv]\npackage = false\n'
    )


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
