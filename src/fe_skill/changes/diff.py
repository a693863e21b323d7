"""Unified diffs that `git apply` takes, of bytes that may not be text.

Lives here: one file's diff.
Does not:   which files differ (changeset).
"""

import difflib
from pathlib import PurePosixPath

_NO_NEWLINE = "\n\\ No newline at end of file\n"


def unified(
    path: PurePosixPath,
    before: bytes | None,
    after: bytes | None,
    *,
    mode: str = "100644",
    context: int = 3,
) -> str:
    """The diff of one file; None where there is no file. `mode` is that of a file made or gone."""
    head = f"diff --git a/{path} b/{path}\n"
    if before is None:
        head += f"new file mode {mode}\n"
    if after is None:
        head += f"deleted file mode {mode}\n"
    old, new = _lines(before or b""), _lines(after or b"")
    if old is None or new is None:
        return head + f"Binary files differ: {len(before or b'')} bytes, then {len(after or b'')}\n"
    source = "/dev/null" if before is None else f"a/{path}"
    target = "/dev/null" if after is None else f"b/{path}"
    return head + "".join(
        line if line.endswith("\n") else line + _NO_NEWLINE
        for line in difflib.unified_diff(old, new, source, target, n=context)
    )


def _lines(content: bytes) -> list[str] | None:
    if b"\0" in content:
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    # Only "\n" ends a line for git; `splitlines` would also cut at "\r", "\f" or U+2028.
    return [line + "\n" for line in text.split("\n")[:-1]] + (
        [last] if (last := text.split("\n")[-1]) else []
    )
