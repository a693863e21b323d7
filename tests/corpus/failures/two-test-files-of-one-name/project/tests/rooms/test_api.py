from inn import rooms


def test_there_are_three():
    assert rooms() == 3
