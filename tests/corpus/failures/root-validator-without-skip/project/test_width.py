from width import width


def test_width():
    assert width(1, 4) == 3
