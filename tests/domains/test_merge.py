import pytest
from hypothesis import given
from hypothesis import strategies as st

from fe_skill.domains.merge import merged
from fe_skill.problem import Refused

BEFORE = "a\nb\nc\nd\n"
LINES = st.lists(st.sampled_from("abcd"), max_size=8).map(
    lambda row: "".join(f"{x}\n" for x in row)
)


def test_what_either_side_changed_alone_stands() -> None:
    assert merged(BEFORE, "a\nB\nc\nd\n", "a\nb\nc\nD\n", "x.py") == "a\nB\nc\nD\n"
    assert merged(BEFORE, "a\nb\nnew\nc\nd\n", "b\nc\nd\n", "x.py") == "b\nnew\nc\nd\n"


def test_what_both_added_at_one_place_is_kept_theirs_first() -> None:
    assert merged(BEFORE, BEFORE + "ours\n", BEFORE + "theirs\n", "x.py") == (
        BEFORE + "theirs\nours\n"
    )


def test_what_both_changed_alike_is_changed_once() -> None:
    assert merged(BEFORE, "a\nX\nc\nd\n", "a\nX\nc\nd\n", "x.py") == "a\nX\nc\nd\n"


@pytest.mark.parametrize("there", ["a\nB\nc\nd\n", "a\nc\nd\n"])
def test_a_line_that_both_changed_is_refused_by_its_place(there: str) -> None:
    with pytest.raises(Refused) as refusal:
        merged(BEFORE, "a\nX\nc\nd\n", there, "x.py")
    problem = refusal.value.problem
    assert (problem.code, problem.path, problem.line) == ("edit-unsure", "x.py", 2)


@given(LINES, LINES)
def test_one_side_alone_is_taken_as_it_is(before: str, after: str) -> None:
    assert merged(before, after, before, "x.py") == after
    assert merged(before, before, after, "x.py") == after
