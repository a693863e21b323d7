from fastapi import Request


async def parse(request: Request) -> dict[str, int]:
    return dict(await request.json())
