from app.hashing import digest


async def shortened(text: str) -> str:
    whole = await digest(text)  # <- here
    return whole[:8]
