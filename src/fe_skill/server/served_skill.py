"""Our skill over MCP: the extension `io.modelcontextprotocol/skills`.

Lives here: each file of the skill as a resource, `skills/list` and `skills/get`.
Does not:   the skill itself (skill_bundle.py).
"""

import hashlib
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import Any

from mcp import MCPError
from mcp.server.extension import Extension, MethodBinding, ResourceBinding
from mcp.server.mcpserver.resources import FunctionResource
from mcp.types import INVALID_PARAMS, PaginatedRequestParams, RequestParams

from fe_skill.skill_bundle import NAME, bundle_folder, front_matter

_ROOT = f"skill://{NAME}/"
_SKILL = f"{_ROOT}SKILL.md"
_VERSIONS = frozenset({"2026-07-28"})
# Of the files that a skill of ours has. The system's table takes as long to read as all of this.
_TYPES = {".md": "text/markdown", ".py": "text/x-python", ".json": "application/json"}
# The skill is part of the package: it changes with the process and is the same for everybody.
_FIXED = {"resultType": "complete", "ttlMs": 3_600_000, "cacheScope": "public"}


class _Named(RequestParams):
    uri: str


class ServedSkill(Extension):
    """Offers the one skill of ours."""

    identifier = "io.modelcontextprotocol/skills"

    def resources(self) -> Sequence[ResourceBinding]:
        """Each file, read when it is asked for."""
        return [ResourceBinding(_resource(path)) for path in _files()]

    def methods(self) -> Sequence[MethodBinding]:
        """The two methods that the extension asks for."""
        return [
            MethodBinding("skills/list", PaginatedRequestParams, _list, _VERSIONS),
            MethodBinding("skills/get", _Named, _get, _VERSIONS),
        ]


async def _list(_context: object, _params: PaginatedRequestParams) -> dict[str, Any]:
    return {**_FIXED, "skills": [_entry()]}


async def _get(_context: object, params: _Named) -> dict[str, Any]:
    if params.uri != _SKILL:
        raise MCPError(INVALID_PARAMS, f"unknown skill {params.uri[:200]!a}; there is {_SKILL}")
    return {**_FIXED, "skill": _entry()}


@cache
def _entry() -> dict[str, Any]:
    """The skill with its front matter and, of each file, the digest and the size."""
    contents = {path: (bundle_folder() / path).read_bytes() for path in _files()}
    return {
        "uri": _SKILL,
        "frontmatter": _front_matter(),
        "resources": [
            {
                "uri": _ROOT + path,
                "digest": f"sha256:{hashlib.sha256(content).hexdigest()}",
                "size": len(content),
            }
            for path, content in contents.items()
        ],
    }


def _files() -> list[str]:
    folder = bundle_folder()
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return sorted(path.relative_to(folder).as_posix() for path in files)


def _resource(path: str) -> FunctionResource:
    described = _front_matter() if path == "SKILL.md" else {}
    return FunctionResource(
        uri=_ROOT + path,
        name=str(described.get("name", path)),
        description=str(described["description"]) if described else None,
        mime_type=_TYPES[PurePosixPath(path).suffix],
        fn=partial(_text, bundle_folder() / path),
    )


def _front_matter() -> dict[str, object]:
    return front_matter(_text(bundle_folder() / "SKILL.md"))[0]


def _text(file: Path) -> str:
    return file.read_bytes().decode()
