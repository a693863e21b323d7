from fastapi import Request


async def size(request: Request) -> int:
    total = 0
    async for chunk in request.stream():  # <- here
        total += len(chunk)
    return total
