def test_root(client):
    assert client.get("/").json() == "hi"
