"""Optimistic concurrency over HTTP: `ETag` on what is read, `If-Match` on what is changed."""

import re
from typing import Annotated

from fastapi import Header

from src.core.errors import PreconditionFailed
from src.core.models import Versioned

IfMatch = Annotated[
    str | None,
    # Left out of the document: any well-formed value that isn't the present tag is refused.
    Header(alias="If-Match", include_in_schema=False, max_length=200),
]

IF_MATCH_HELP = "Send the `ETag` of your copy as `If-Match`, and a copy out of date is refused."


def etag(row: Versioned) -> str:
    """The entity tag of a row: its version, quoted as HTTP wants it."""
    return f'"{row.version}"'


def require_match(row: Versioned, if_match: str | None) -> None:
    """Go on only when the caller's copy is the present one, or when they didn't ask.

    Raises:
        PreconditionFailed: `if_match` names other versions than the present.
    """
    if if_match is None or if_match.strip() == "*":
        return
    if etag(row) not in re.findall(r'"[^"]*"', if_match):
        raise PreconditionFailed("Your copy is out of date; read it again")
