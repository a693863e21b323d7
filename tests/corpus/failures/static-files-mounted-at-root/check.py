from fastapi.testclient import TestClient

from site_app.main import app

client = TestClient(app)
assert client.post("/contact", json="hello").json() == "hello"
assert "Hello" in client.get("/").text
