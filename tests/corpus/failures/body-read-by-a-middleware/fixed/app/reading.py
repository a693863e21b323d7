from fastapi import Request


async def size(request: Request) -> int:
    return len(await request.body())
