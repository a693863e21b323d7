import asyncio


async def fetch() -> dict[str, float]:
    await asyncio.sleep(0)
    return {"EUR": 1.0}


async def rates() -> dict[str, float]:
    return await fetch()
