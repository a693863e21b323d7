from fastapi import WebSocket


async def check_key(socket: WebSocket) -> None:
    if socket.query_params.get("key") != "good":
        await socket.close(code=1008)  # <- here
