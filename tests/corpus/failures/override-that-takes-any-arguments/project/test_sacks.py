def test_the_sacks_are_listed(client):
    answer = client.get("/sacks")
    print(answer.json())
    assert answer.status_code == 200
