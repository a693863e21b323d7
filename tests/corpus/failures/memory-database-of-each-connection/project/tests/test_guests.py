def test_there_is_nobody_yet(client):
    assert client.get("/guests").json() == 0
