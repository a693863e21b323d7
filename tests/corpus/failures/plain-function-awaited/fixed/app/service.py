from app.hashing import digest


async def shortened(text: str) -> str:
    whole = digest(text)
    return whole[:8]
