import asyncio


async def fetch() -> dict[str, float]:
    await asyncio.sleep(0)
    return {"EUR": 1.0}


def rates() -> dict[str, float]:
    return asyncio.run(fetch())  # <- here
