"""The commands about clients: register this server with one, and take that back.

Lives here: `register`, `unregister`, and what they print.
Does not:   the files (clients/).
"""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fe_skill.call import Call, current_folder

if TYPE_CHECKING:
    from fe_skill.clients.register import Outcome


class Scope(StrEnum):
    """For whom a registration is."""

    PROJECT = "project"
    USER = "user"


_Target = Annotated[
    str,
    typer.Option(
        help="claude-code, codex, cursor, vscode, gemini, antigravity, windsurf, zed or opencode.",
        metavar="CLIENT",
    ),
]
_Scope = Annotated[Scope, typer.Option(help="The project's own file, or that of your user.")]
_Project = Annotated[str, typer.Option(help="The project's folder, for `--scope project`.")]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the diff, write nothing.")]


def register(
    *,
    target: _Target,
    scope: _Scope = Scope.PROJECT,
    project: _Project = ".",
    dry_run: _DryRun = False,
) -> None:
    """Register this server with a client: one entry in its file, all else in it untouched."""
    from fe_skill.clients import register as clients  # noqa: PLC0415 -- as in cli

    done = clients.register(
        clients.known(target), scope.value, _call(project), Path.home(), dry_run=dry_run
    )
    if dry_run or not done:
        _show(done, "is registered already")
        return
    typer.echo(f"registered with {done.client.title}: {done.file}")
    typer.echo(f"next: {done.client.then}")


def unregister(
    *,
    target: _Target,
    scope: _Scope = Scope.PROJECT,
    project: _Project = ".",
    dry_run: _DryRun = False,
) -> None:
    """Take a registration back; the file is then as it was before."""
    from fe_skill.clients import register as clients  # noqa: PLC0415 -- as in cli

    done = clients.unregister(
        clients.known(target), scope.value, _call(project), Path.home(), dry_run=dry_run
    )
    if dry_run or not done:
        _show(done, "is not registered")
        return
    typer.echo(f"no longer registered with {done.client.title}: {done.file}")


def _call(project: str) -> Call:
    folder = Call(workspace=current_folder()).locate(project)
    return Call(workspace=folder)


def _show(outcome: "Outcome", nothing: str) -> None:
    typer.echo(outcome.diff.rstrip("\n") or f"unchanged: fe-skill {nothing} in {outcome.file}")
