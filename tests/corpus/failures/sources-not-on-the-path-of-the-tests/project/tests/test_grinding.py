from mill.grinding import ground


def test_a_sack_gives_forty():
    assert ground(1) == 40
