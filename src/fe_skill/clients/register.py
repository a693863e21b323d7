"""Registers this server with a client, and takes that back.

A file in a project goes the way of every change to a project: locked, journaled, undoable. A file
at home is written by home_file.py, which keeps a receipt.

Lives here: register, unregister, Outcome.
Does not:   the edit itself (config.py).
"""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from fe_skill.call import Call
from fe_skill.changes.apply import apply
from fe_skill.changes.changeset import ChangeSet, Draft
from fe_skill.changes.diff import unified
from fe_skill.changes.disk import reader
from fe_skill.changes.history import history
from fe_skill.changes.recover import recover
from fe_skill.changes.undo import undo
from fe_skill.clients import home_file
from fe_skill.clients.client import CLIENTS, Client, command
from fe_skill.clients.config import entry_of, registered, unregistered
from fe_skill.problem import Problem, Refused

Scope = Literal["project", "user"]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was done to `file`, or would be; `diff` is empty where nothing is to be done."""

    client: Client
    file: Path
    diff: str

    def __bool__(self) -> bool:
        return bool(self.diff)


def known(name: str) -> Client:
    """The client called `name`.

    Raises:
        Refused: `client-unknown`.
    """
    if name not in CLIENTS:
        raise Refused(
            Problem(
                code="client-unknown",
                what=f"`{ascii(name)[1:-1][:40]}` is no client that we know",
                why="each client keeps its servers in a file and a shape of its own",
                mend="give one of " + ", ".join(f"`{known}`" for known in CLIENTS),
            )
        )
    return CLIENTS[name]


def register(client: Client, scope: Scope, call: Call, home: Path, *, dry_run: bool) -> Outcome:
    """Make `client` start this server, in the project at the call's workspace or for this user.

    Raises:
        Refused: `no-such-scope`, `client-file-unreadable`, or what a write raises.
    """
    if scope == "user":
        file = _first(client.user(home))
        text = home_file.read(file)
        done = registered(text or "", client, client.shape(command()))
        diff = _diff(file.name, text, done.apply(text or ""))
        if done and not dry_run:
            home_file.write(file, text, done, client, home)
        return Outcome(client=client, file=file, diff=diff)
    path, change = _planned(client, call, adding=True)
    if change and not dry_run:
        apply(change, call.workspace, call, title=_title(client))
    return Outcome(client=client, file=call.workspace / path, diff=change.diff())


def unregister(client: Client, scope: Scope, call: Call, home: Path, *, dry_run: bool) -> Outcome:
    """Take our entry out again: byte for byte where nobody touched the file since.

    Raises:
        Refused: `no-such-scope`, `client-file-unreadable`, or what a write raises.
    """
    if scope == "user":
        file = _first(client.user(home))
        text = home_file.read(file)
        before = home_file.without(file, text, client, home)
        diff = _diff(file.name, text, before) if text != before else ""
        if not dry_run:
            home_file.take_back(file, text, before, client, home)
        return Outcome(client=client, file=file, diff=diff)
    path = _project_file(client, call)
    diff, as_before = _undone(client, call, dry_run=dry_run)
    if not as_before:
        path, change = _planned(client, call, adding=False)
        diff += change.diff()
        if change and not dry_run:
            apply(change, call.workspace, call, title=f"un{_title(client)}")
    return Outcome(client=client, file=call.workspace / path, diff=diff)


def registrations(client: Client, call: Call, home: Path) -> tuple[Path, ...]:
    """The files of this client, in the workspace and at home, that name our server."""
    files = [call.workspace / path for path in client.project] + list(client.user(home))
    return tuple(file for file in files if _names_us(client, file))


def _names_us(client: Client, file: Path) -> bool:
    try:
        return entry_of(home_file.read(file) or "", client) is not None
    except Refused:
        return False


def _undone(client: Client, call: Call, *, dry_run: bool) -> tuple[str, bool]:
    """Undo what we journaled, the last registration first; whether that was all there is to do."""
    ours = [past for past in history(call.workspace) if past.title == _title(client)]
    diffs = []
    for change in (past for past in ours if not past.undone):
        try:
            diffs.append(undo(call.workspace, change.change_id, call, dry_run=True).diff or "")
            if dry_run:  # An earlier one can't be planned before this one is gone.
                break
            undo(call.workspace, change.change_id, call)
        except Refused as refusal:
            if refusal.problem.code != "changed-since":
                raise
            return "".join(diffs), False
    return "".join(diffs), bool(diffs)


def _planned(client: Client, call: Call, *, adding: bool) -> tuple[PurePosixPath, ChangeSet]:
    recover(call.workspace, call)
    path = _project_file(client, call)
    draft = Draft(reader(call.workspace))
    content = draft.read(path)
    text = home_file.decoded(content or b"")
    entry = client.shape(command(call.workspace))
    done = registered(text, client, entry) if adding else unregistered(text, client)
    if done and content is None:
        draft.create(path, done.apply(text).encode())
    elif done:
        draft.update(path, done.apply(text).encode())
    return path, draft.done()


def _project_file(client: Client, call: Call) -> PurePosixPath:
    if not client.project:
        raise _no_scope(client, "user")
    read = reader(call.workspace)
    paths = [PurePosixPath(path) for path in client.project]
    return next((path for path in paths if read(path) is not None), paths[0])


def _first(files: tuple[Path, ...]) -> Path:
    return next((file for file in files if file.exists()), files[0])


def _diff(name: str, before: str | None, after: str | None) -> str:
    old, new = (None if text is None else text.encode() for text in (before, after))
    return "" if old == new else unified(PurePosixPath(name), old, new)


def _title(client: Client) -> str:
    return f"register {client.name}"


def _no_scope(client: Client, other: str) -> Refused:
    return Refused(
        Problem(
            code="no-such-scope",
            what=f"{client.title} reads no file of servers from a project",
            why="it knows servers of the user only",
            mend=f"call again with `--scope {other}`",
        )
    )
