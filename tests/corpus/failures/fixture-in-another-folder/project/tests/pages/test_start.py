def test_start(client):  # <- or here
    assert client.get("/").status_code == 200
