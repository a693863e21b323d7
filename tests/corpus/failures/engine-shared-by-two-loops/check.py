import asyncio

from work.queue import one


async def several():
    return list(await asyncio.gather(one("a"), one("b")))


assert asyncio.run(several()) == ["a", "b"]
assert asyncio.run(several()) == ["a", "b"]
