"""The commands about changes that were made: what they were, and what became of a stopped one.

Lives here: `history`, `recover`.
Does not:   `undo-change`, which is a tool (tools/undo_change.py).
"""

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from fe_skill.call import Call, current_folder

if TYPE_CHECKING:
    from fe_skill.changes.history import Listed
    from fe_skill.changes.recover import Recovered

_Project = Annotated[str, typer.Option(help="The project's folder.")]
_AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def history(*, project: _Project = ".", as_json: _AsJson = False) -> None:
    """List the changes made to a project, the last one first, and whether they still stand."""
    from fe_skill.changes.history import history as changes  # noqa: PLC0415 -- as in cli

    listed = changes(_call().locate(project))
    if as_json:
        typer.echo(json.dumps([_plain(asdict(one)) for one in listed]))
        return
    for one in listed:
        typer.echo(_line(one))
    if not listed:
        typer.echo("no change was made here")


def recover(*, project: _Project = ".", as_json: _AsJson = False) -> None:
    """Put a project back to before a change that was stopped half-way.

    Every tool that writes does so by itself before anything else.
    """
    from fe_skill.changes.recover import recover as put_back  # noqa: PLC0415 -- as in cli

    call = _call()
    recovered = put_back(call.locate(project), call)
    if as_json:
        typer.echo(json.dumps({"recovered": recovered and _plain(asdict(recovered))}))
    else:
        typer.echo(_told(recovered))


def _call() -> Call:
    return Call(workspace=current_folder())


def _line(one: "Listed") -> str:
    when = datetime.fromtimestamp(one.when).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    files = f"{len(one.created)} created, {len(one.modified)} modified"
    undone = "  (undone)" if one.undone else ""
    return f"{one.change_id}  {when}  {one.title or '-'}: {files}{undone}"


def _told(recovered: "Recovered | None") -> str:
    if recovered is None:
        return "nothing to recover: no change was stopped half-way"
    files = f"{len(recovered.restored)} files as they were"
    head = f"change {recovered.change_id} was stopped half-way and is taken back: {files}"
    return "\n".join([head, *(f"kept, for it changed since: {p}" for p in recovered.kept)])


def _plain(data: dict[str, object]) -> dict[str, object]:
    return {k: [str(p) for p in v] if isinstance(v, tuple) else v for k, v in data.items()}
