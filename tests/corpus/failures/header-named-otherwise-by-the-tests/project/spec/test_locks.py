from asking import ask


def test_locks_open():
    answer = ask("/locks")
    print(answer.text)
    assert answer.status_code == 200
