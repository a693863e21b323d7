from gatehouse.issue import issue
from gatehouse.verify import number_of


def test_a_token_names_its_user():
    assert number_of(issue(7)) == 7
