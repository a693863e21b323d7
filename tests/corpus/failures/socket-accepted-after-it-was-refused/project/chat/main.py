from fastapi import FastAPI, WebSocket

from chat.guard import check_key
from chat.hall import Hall

app = FastAPI()
hall = Hall()


@app.websocket("/room")
async def room(socket: WebSocket) -> None:
    await check_key(socket)  # <- or here
    await hall.enter(socket)
