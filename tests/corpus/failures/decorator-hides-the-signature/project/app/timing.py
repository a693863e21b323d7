import logging
import time

log = logging.getLogger(__name__)


def timed(function):
    async def wrapper(*args, **kwargs):  # <- here
        begun = time.perf_counter()
        try:
            return await function(*args, **kwargs)
        finally:
            log.info("%s took %.3f s", function.__name__, time.perf_counter() - begun)

    return wrapper
