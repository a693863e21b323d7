import asyncio
from weakref import WeakKeyDictionary

LIMITS: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def limit() -> asyncio.Semaphore:
    return LIMITS.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(1))


async def one(name: str) -> str:
    async with limit():
        await asyncio.sleep(0.001)
        return name
