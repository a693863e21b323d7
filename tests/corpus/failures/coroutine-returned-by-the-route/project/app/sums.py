async def total() -> int:
    return 3


async def average() -> float:
    return await total() / 2
