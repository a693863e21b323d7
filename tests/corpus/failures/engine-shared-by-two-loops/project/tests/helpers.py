import asyncio

from work.queue import one


async def several() -> list[str]:
    return list(await asyncio.gather(one("a"), one("b")))


def run() -> list[str]:
    return asyncio.run(several())
