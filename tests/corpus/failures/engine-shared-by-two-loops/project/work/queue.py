import asyncio

LIMIT = asyncio.Semaphore(1)  # <- here


async def one(name: str) -> str:
    async with LIMIT:
        await asyncio.sleep(0.001)
        return name
