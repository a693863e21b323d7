"""A client's file at the user's home: read, replaced in one step, and put back.

Others write such files too, and they hold secrets: so no copy of one is kept, only a receipt of the
few characters that we exchanged. With it, taking back leaves the bytes that were there before.

Lives here: read, write, without, take_back, decoded.
Does not:   files in a project (they go through changes/), or what to write (config.py).
"""

import json
import os
import stat
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from fe_skill.clients.client import Client
from fe_skill.clients.config import taken_back, unregistered
from fe_skill.clients.splice import Splice, unreadable
from fe_skill.problem import Problem, Refused


@dataclass(frozen=True)
class Receipt:
    """One edit of ours: what was exchanged, and which folders were made; None: a new file."""

    file: str
    start: int
    old: str
    new: str
    made: tuple[str, ...]
    was_there: bool

    @property
    def splice(self) -> Splice:
        """The edit."""
        return Splice(self.start, self.old, self.new)


def decoded(content: bytes) -> str:
    """The text of a client's file.

    Raises:
        Refused: `client-file-unreadable`.
    """
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise unreadable("it isn't UTF-8") from error


def read(file: Path) -> str | None:
    """What `file` holds; None where there is none.

    Raises:
        Refused: `client-file-unreadable`, `home-file-failed`.
    """
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise unreadable("it is no regular file")
        return decoded(file.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _failed(file, error) from error


def write(file: Path, before: str | None, done: Splice, client: Client, home: Path) -> None:
    """Carry `done` out on `file`, which holds `before`, and keep a receipt.

    Raises:
        Refused: `stale-file`, `home-file-failed`.
    """
    missing = [folder for folder in file.parents if not folder.exists()]
    made = tuple(map(str, missing))
    receipt = Receipt(str(file), done.start, done.old, done.new, made, before is not None)
    kept = _receipts(client, home)
    # Kept first: a receipt of an edit that never happened is harmless, the other way round isn't.
    _keep(client, home, (*kept, receipt))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _replace(file, before, done.apply(before or ""))
    except Refused:
        _keep(client, home, kept)
        raise
    except OSError as error:
        _keep(client, home, kept)
        raise _failed(file, error) from error


def without(file: Path, text: str | None, client: Client, home: Path) -> str | None:
    """`text` without our entry; None where the file was ours and goes.

    Raises:
        Refused: `client-file-unreadable`.
    """
    ours = [receipt for receipt in _receipts(client, home) if receipt.file == str(file)]
    back = text
    for receipt in reversed(ours):
        back = taken_back(back or "", receipt.splice, client)
        if back is None:
            break
        if not receipt.was_there and not back:
            return None
    if ours and back is not None:
        return back
    if text is None:
        return None
    # A client that writes its file anew leaves no place to take back, but what we brought is known.
    made_list = any(json.dumps(client.key) in receipt.new for receipt in ours)
    return unregistered(text, client, made_list=made_list).apply(text)


def take_back(file: Path, text: str | None, before: str | None, client: Client, home: Path) -> None:
    """Make `file`, which holds `text`, hold `before`; then forget the receipts.

    Raises:
        Refused: `stale-file`, `home-file-failed`.
    """
    receipts = _receipts(client, home)
    try:
        if before is None and text is not None:
            file.unlink()
            for folder in (folder for receipt in receipts for folder in receipt.made):
                with suppress(OSError):
                    Path(folder).rmdir()
        elif before is not None and before != text:
            _replace(file, text, before)
    except OSError as error:
        raise _failed(file, error) from error
    _keep(client, home, tuple(receipt for receipt in receipts if receipt.file != str(file)))


def _replace(file: Path, before: str | None, after: str) -> None:
    """In one step, so that a client that reads meanwhile finds the old text or the new one."""
    target = file.resolve()  # A symlink stays one: what it leads to is replaced.
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with open(descriptor, "wb") as opened:  # noqa: PTH123 -- a descriptor has no Path
            if before is not None:
                like = target.stat()
                os.fchmod(descriptor, stat.S_IMODE(like.st_mode))
                if os.geteuid() == 0:
                    os.fchown(descriptor, like.st_uid, like.st_gid)
            opened.write(after.encode())
            opened.flush()
            os.fsync(descriptor)
        if read(file) != before:
            raise _stale(file)
        Path(name).replace(target)
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def _receipts(client: Client, home: Path) -> tuple[Receipt, ...]:
    text = read(_receipt_file(client, home))
    try:
        return tuple(Receipt(**item) for item in json.loads(text or "[]"))
    except (ValueError, TypeError):  # Not what we wrote: then the entry alone tells what is ours.
        return ()


def _keep(client: Client, home: Path, receipts: tuple[Receipt, ...]) -> None:
    file = _receipt_file(client, home)
    if receipts:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _replace(file, read(file), json.dumps([asdict(receipt) for receipt in receipts], indent=1))
        return
    with suppress(OSError):
        file.unlink(missing_ok=True)
        for folder in file.parents:
            if folder == home:
                break
            folder.rmdir()  # until one holds something


def _receipt_file(client: Client, home: Path) -> Path:
    state = Path(os.environ.get("XDG_STATE_HOME") or home / ".local/state")
    return state / "fe-skill/registrations" / f"{client.name}.json"


def _failed(file: Path, error: OSError) -> Refused:
    return Refused(
        Problem(
            code="home-file-failed",
            what=f"`{file}` can't be read or written: {error.strerror or error}",
            why="the registration is an entry in this file; it is as it was",
            mend="see to its permissions and the disk's space, then call again",
        )
    )


def _stale(file: Path) -> Refused:
    return Refused(
        Problem(
            code="stale-file",
            what=f"`{file}` changed while it was edited",
            why="what its client wrote there meanwhile would be lost",
            mend="call again",
        )
    )
