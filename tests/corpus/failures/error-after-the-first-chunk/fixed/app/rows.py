from collections.abc import AsyncIterator


ROWS = ["a", "b", ""]


async def rows() -> AsyncIterator[str]:
    for row in ROWS:
        if not row:
            return
        yield row
