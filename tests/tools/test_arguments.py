import pytest

from fe_skill.problem import Problem, Refused
from fe_skill.tools.arguments import validated
from tests.sample_tools import GREET, SECRET


def refusal(**given: object) -> Problem:
    with pytest.raises(Refused) as refused:
        validated(GREET, given)
    return refused.value.problem


def test_defaults_fill_what_is_not_given() -> None:
    expected = {"name": "Ada", "times": 1, "loud": False, "tone": "warm", "guests": []}
    assert validated(GREET, {"name": "Ada"}) == expected


def test_unknown_argument_is_refused_with_the_nearest_and_all_that_is_allowed() -> None:
    problem = refusal(name="Ada", tims=2)
    assert problem.what == "tims: is not an argument, the nearest is `times`"
    assert problem.why == "`greet` takes `name`, `times`, `loud`, `tone`, `guests`"
    assert problem.mend == "correct `tims` and call `greet` again"
    assert problem.code == "arguments-invalid"


def test_unknown_argument_like_no_other_names_no_nearest() -> None:
    assert refusal(name="Ada", zzz=1).what == "zzz: is not an argument"


def test_all_wrong_arguments_are_named_at_once() -> None:
    assert refusal(times=10, tone="sweet").what == (
        "name: is required; times: should be less than or equal to 9; "
        "tone: should be 'warm' or 'dry'"
    )


def test_a_rejected_value_is_not_repeated() -> None:
    assert SECRET not in refusal(name="Ada", times=SECRET, loud=SECRET).text()


def test_a_list_sent_as_json_text_is_read() -> None:
    given = {"name": "Ada", "guests": '["Bob", {"Eve": 3}]'}
    assert validated(GREET, given)["guests"] == ["Bob", {"Eve": 3}]


def test_text_that_looks_like_json_stays_text_where_text_is_wanted() -> None:
    assert validated(GREET, {"name": '{"a": 1}'})["name"] == '{"a": 1}'


def test_json_text_that_does_not_parse_is_refused_as_what_it_is() -> None:
    assert refusal(name="Ada", guests="[1,").what == "guests: should be a valid list"


@pytest.mark.parametrize("value", [0, 1, 1.0])
def test_a_number_is_no_switch(value: float) -> None:
    assert refusal(name="Ada", loud=value).what == "loud: should be true or false"
    assert validated(GREET, {"name": "Ada", "loud": "true"})["loud"] is True
