"""Optimistic concurrency over HTTP: `ETag` on what is read, `If-Match` on what is changed."""

import hashlib
import re
from collections.abc import Iterator
from typing import Annotated

from fastapi import Header
from sqlalchemy import inspect

from src.core.errors import PreconditionFailed
from src.core.models import Versioned

IfMatch = Annotated[
    str | None,
    # Left out of the document: any well-formed value that isn't the present tag is refused.
    Header(alias="If-Match", include_in_schema=False, max_length=200),
]

IF_MATCH_HELP = "Send the `ETag` of your copy as `If-Match`, and a copy out of date is refused."


def etag(row: Versioned) -> str:
    """The entity tag of a row: its version and those of the rows that its answer nests, quoted."""
    nested = " ".join(_nested(row))
    if not nested:
        return f'"{row.version}"'
    return f'"{row.version}-{hashlib.sha256(nested.encode()).hexdigest()[:12]}"'


def _nested(row: object) -> Iterator[str]:
    """The rows below `row`. What is loaded of its collections is what an answer shows of them."""
    state = inspect(row, raiseerr=True)
    for relationship in state.mapper.relationships:
        if relationship.uselist and relationship.key not in state.unloaded:
            for other in getattr(row, relationship.key):
                yield f"{other.id}:{getattr(other, 'version', '')}"
                yield from _nested(other)


def require_match(row: Versioned, if_match: str | None) -> None:
    """Go on only when the caller's copy is the present one, or when they didn't ask.

    Raises:
        PreconditionFailed: `if_match` names other versions than the present.
    """
    if if_match is None or if_match.strip() == "*":
        return
    if etag(row) not in re.findall(r'"[^"]*"', if_match):
        raise PreconditionFailed("Your copy is out of date; read it again")
