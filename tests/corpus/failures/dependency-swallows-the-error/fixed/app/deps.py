import logging
from collections.abc import AsyncIterator

log = logging.getLogger(__name__)
STORE = {1: "lamp"}


async def store() -> AsyncIterator[dict[int, str]]:
    try:
        yield STORE
    except KeyError as error:
        log.warning("nothing under %s", error)
        raise
