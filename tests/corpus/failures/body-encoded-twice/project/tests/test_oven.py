from helpers import posted


def test_a_bread_is_baked():
    answer = posted({"name": "rye"})
    print(answer.text)
    assert answer.status_code == 200
