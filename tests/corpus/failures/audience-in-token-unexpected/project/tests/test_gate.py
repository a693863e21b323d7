from gate.issue import issue
from gate.verify import verify


def test_a_token_goes_round():
    assert verify(issue("ada")) == "ada"
