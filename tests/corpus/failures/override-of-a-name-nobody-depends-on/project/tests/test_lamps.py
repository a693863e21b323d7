def test_there_are_no_lamps(client):
    assert client.get("/lamps").json() == 0
