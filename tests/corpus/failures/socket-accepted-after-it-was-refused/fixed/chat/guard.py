from fastapi import WebSocket, WebSocketException


async def check_key(socket: WebSocket) -> None:
    if socket.query_params.get("key") != "good":
        raise WebSocketException(code=1008)
