import contextlib

from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from chat.main import app

client = TestClient(app)
with contextlib.suppress(WebSocketDisconnect), client.websocket_connect("/room?key=bad"):
    pass
with client.websocket_connect("/room?key=good") as socket:
    assert socket.receive_text() == "welcome"
