import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from chat.main import app


def test_a_wrong_key_is_refused():
    with pytest.raises(WebSocketDisconnect), TestClient(app).websocket_connect("/room?key=bad"):
        pass
