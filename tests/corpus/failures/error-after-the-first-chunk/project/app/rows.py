from collections.abc import AsyncIterator

from fastapi import HTTPException

ROWS = ["a", "b", ""]


async def rows() -> AsyncIterator[str]:
    for row in ROWS:
        if not row:
            raise HTTPException(500, "empty row")  # <- here
        yield row
