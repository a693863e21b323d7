def test_read(client):
    assert client.get("/a").json() == "1"
