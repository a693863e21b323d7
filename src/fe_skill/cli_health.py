"""The commands that look: `doctor` at the environment, `inspect` at this server.

Lives here: both, and what they print.
Does not:   the looking (health/).
"""

import json
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from fe_skill.call import Call, current_folder

_Project = Annotated[str, typer.Option(help="The folder to work in.")]


def doctor(
    *, project: _Project = ".", as_json: Annotated[bool, typer.Option("--json")] = False
) -> int:
    """Say what of the environment works, and what to do about the rest. Changes nothing."""
    from fe_skill.health.doctor import examine  # noqa: PLC0415 -- as in cli

    call = Call(workspace=Call(workspace=current_folder()).locate(project))
    signs = []
    for sign in examine(call, Path.home()):
        signs.append(sign)
        if not as_json:
            typer.echo(sign.text())
    broken = [sign for sign in signs if sign.state == "broken"]
    if as_json:
        typer.echo(json.dumps([asdict(sign) for sign in signs]))
    else:
        typer.echo(f"{len(broken)} broken" if broken else "all that is needed works")
    return 1 if broken else 0


def inspect(
    words: Annotated[
        list[str] | None,
        typer.Argument(help="After `--`, options of the inspector: it then runs as a command."),
    ] = None,
    *,
    project: _Project = ".",
) -> int:
    """Open the local MCP inspector on this server."""
    from fe_skill.health.inspector import inspector_command  # noqa: PLC0415 -- as in cli

    root = Call(workspace=current_folder()).locate(project)
    inspector = inspector_command(root, words or ())
    done = subprocess.run(inspector, check=False)  # noqa: S603 -- what the user asked to start
    return done.returncode
