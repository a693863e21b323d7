from fastapi import Request, Response


async def stamped(request: Request, call_next):
    answer = await call_next(request)
    body = b"".join([part async for part in answer.body_iterator])
    kept = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return Response(body + b"!", answer.status_code, kept)
