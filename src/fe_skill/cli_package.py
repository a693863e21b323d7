"""The command that makes what registries and desktop clients take.

Lives here: `package`, and what it prints.
Does not:   the files (distribution.py), or publishing them.
"""

from typing import Annotated

import typer

from fe_skill.call import Call, current_folder


def package(
    folder: Annotated[str, typer.Argument(help="Where the two files go; made if need be.")],
    *,
    namespace: Annotated[
        str,
        typer.Option(help="A domain of the publisher's, backwards: com.example.", metavar="NAME"),
    ],
) -> None:
    """Write `server.json` for an MCP registry, and the bundle `fe-skill.mcpb`."""
    from fe_skill import distribution  # noqa: PLC0415 -- other commands start faster
    from fe_skill.tools import TOOLS  # noqa: PLC0415 -- likewise

    described = distribution.server_json(namespace)
    archive = distribution.packed(distribution.bundle(TOOLS))
    target = Call(workspace=current_folder()).locate(folder)
    target.mkdir(parents=True, exist_ok=True)
    (target / "server.json").write_text(described, encoding="utf-8")
    (target / "fe-skill.mcpb").write_bytes(archive)
    typer.echo(f"written: {target / 'server.json'}")
    typer.echo(f"written: {target / 'fe-skill.mcpb'}, {len(archive) // 1024} KiB")
    name = f"{namespace}/{distribution.PACKAGE}"
    typer.echo(f"next: publish a README to PyPI that holds <!-- mcp-name: {name} -->")
