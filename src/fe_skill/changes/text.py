"""Edits text that lies in a file as bytes, and keeps all about them that isn't text.

Lives here: edited: encoding, byte order mark and line ends stay as they were.
Does not:   what is edited (each tool), or reading the file (disk).
"""

import codecs
import io
import tokenize
from collections.abc import Callable
from pathlib import PurePosixPath

from fe_skill.problem import Problem, Refused

Edit = Callable[[str], str]


def edited(path: PurePosixPath, content: bytes, edit: Edit) -> bytes:
    """`content` after `edit`, which sees line feeds alone and no byte order mark.

    Where line ends are mixed, `edit` sees them as they are: nobody can say which one a new line
    should have.

    Raises:
        Refused: `not-text`, or `not-in-encoding` for text that the file's encoding doesn't hold.
    """
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    encoding = _encoding(path, content)
    try:
        raw = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_text(path, str(error)) from error
    dos = raw.count("\r\n") == raw.count("\n") == raw.count("\r") > 0
    text = raw.replace("\r\n", "\n") if dos else raw
    after = edit(text)
    if after == text:
        return content
    try:
        return mark + (after.replace("\n", "\r\n") if dos else after).encode(encoding)
    except UnicodeEncodeError as error:
        raise _not_in_encoding(path, encoding, after[error.start]) from error


def _encoding(path: PurePosixPath, content: bytes) -> str:
    if path.suffix not in (".py", ".pyi"):
        return "utf-8"
    try:
        named, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    except SyntaxError as error:
        raise _not_text(path, str(error)) from error
    return named.removesuffix("-sig")


def _not_text(path: PurePosixPath, why: str) -> Refused:
    return Refused(
        Problem(
            code="not-text",
            what=f"`{path}` can't be read as text",
            why=why,
            mend="save it as UTF-8, or let Python know its encoding in the first line",
            path=str(path),
        )
    )


def _not_in_encoding(path: PurePosixPath, encoding: str, character: str) -> Refused:
    return Refused(
        Problem(
            code="not-in-encoding",
            what=f"`{path}` can't hold `{character}`",
            why=f"its encoding is {encoding}",
            mend="save the file as UTF-8",
            path=str(path),
        )
    )
