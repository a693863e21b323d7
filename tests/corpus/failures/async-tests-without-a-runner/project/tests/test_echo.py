from echo import echo


async def test_echo():  # <- or here
    assert await echo("a") == "a"
