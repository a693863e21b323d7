async def test_hi(client):
    assert (await client.get("/")).json() == "hi"
