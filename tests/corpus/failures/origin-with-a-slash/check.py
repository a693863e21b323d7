from fastapi.testclient import TestClient

from app.main import app

asked = {"origin": "https://shop.example", "access-control-request-method": "GET"}
client = TestClient(app)
assert client.options("/items", headers=asked).status_code == 200
assert client.options("/items", headers=asked | {"origin": "https://evil.example"}).status_code == 400
