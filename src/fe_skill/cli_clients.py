"""The commands about clients: register this server with one, or in a factory, and take that back.

Lives here: `register`, `unregister`, and what they print.
Does not:   the files (clients/, factory/).
"""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fe_skill.call import Call, current_folder

if TYPE_CHECKING:
    from fe_skill.clients.register import Outcome


_FACTORY = "factory"


class Scope(StrEnum):
    """For whom a registration is."""

    PROJECT = "project"
    USER = "user"


_Target = Annotated[
    str,
    typer.Option(
        help="claude-code, codex, cursor, vscode, gemini, antigravity, windsurf, zed, opencode; or "
        "factory, for the repository of an agent factory.",
        metavar="CLIENT",
    ),
]
_Scope = Annotated[Scope, typer.Option(help="The project's own file, or that of your user.")]
_Project = Annotated[str, typer.Option(help="The project's folder, for `--scope project`.")]
_Folder = Annotated[str | None, typer.Argument(help="The same as --project.", metavar="FOLDER")]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the diff, write nothing.")]


def register(
    folder: _Folder = None,
    *,
    target: _Target,
    scope: _Scope = Scope.PROJECT,
    project: _Project = ".",
    dry_run: _DryRun = False,
) -> None:
    """Register this server with a client: one entry in its file, all else in it untouched."""
    call = _call(folder or project)
    if target == _FACTORY:
        _register_in_factory(call, dry_run=dry_run)
        return
    from fe_skill.clients import register as clients  # noqa: PLC0415 -- as in cli

    client = clients.known(target)
    done = clients.register(client, scope.value, call, Path.home(), dry_run=dry_run)
    if dry_run or not done:
        _show(done, "is registered already")
        return
    typer.echo(f"registered with {done.client.title}: {done.file}")
    typer.echo(f"next: {done.client.then}")


def unregister(
    folder: _Folder = None,
    *,
    target: _Target,
    scope: _Scope = Scope.PROJECT,
    project: _Project = ".",
    dry_run: _DryRun = False,
) -> None:
    """Take a registration back; the file is then as it was before."""
    call = _call(folder or project)
    if target == _FACTORY:
        _unregister_in_factory(call, dry_run=dry_run)
        return
    from fe_skill.clients import register as clients  # noqa: PLC0415 -- as in cli

    client = clients.known(target)
    done = clients.unregister(client, scope.value, call, Path.home(), dry_run=dry_run)
    if dry_run or not done:
        _show(done, "is not registered")
        return
    typer.echo(f"no longer registered with {done.client.title}: {done.file}")


def _register_in_factory(call: Call, *, dry_run: bool) -> None:
    from fe_skill.factory import register as factory  # noqa: PLC0415 -- as in cli
    from fe_skill.tools import TOOLS  # noqa: PLC0415 -- likewise

    done = factory.register(call, TOOLS, dry_run=dry_run)
    if dry_run or not done.diff:
        typer.echo(done.diff.rstrip("\n") or "unchanged: fe-skill is registered already")
        return
    typer.echo(f"registered in {call.workspace}: {len(done.files)} files")
    for path in done.files:
        typer.echo(f"  {path}")
    for path in done.left:
        typer.echo(f"note: {path} is missing or written in another way, and was left alone")
    typer.echo("next: review the change, run the factory's own validation, and commit both")


def _unregister_in_factory(call: Call, *, dry_run: bool) -> None:
    from fe_skill.factory import register as factory  # noqa: PLC0415 -- as in cli

    done = factory.unregister(call, dry_run=dry_run)
    if dry_run or not done.diff:
        typer.echo(done.diff.rstrip("\n") or "unchanged: fe-skill is not registered there")
        return
    typer.echo(f"no longer registered in {call.workspace}: {len(done.files)} files as before")


def _call(project: str) -> Call:
    folder = Call(workspace=current_folder()).locate(project)
    return Call(workspace=folder)


def _show(outcome: "Outcome", nothing: str) -> None:
    typer.echo(outcome.diff.rstrip("\n") or f"unchanged: fe-skill {nothing} in {outcome.file}")
