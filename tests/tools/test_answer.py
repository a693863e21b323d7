from pathlib import Path

import pytest

from fe_skill.call import Call
from fe_skill.problem import Bug, Refused
from fe_skill.tools.answer import answer
from tests.sample_tools import GREET, LEAK, SECRET

CALL = Call(workspace=Path.cwd())


def test_what_a_tool_refuses_passes_unchanged() -> None:
    with pytest.raises(Refused) as refused:
        answer(GREET, {"name": "Voldemort"}, CALL)
    assert refused.value.problem.code == "name-unspeakable"


def test_any_other_exception_is_a_bug_that_keeps_its_cause_and_hides_its_text() -> None:
    with pytest.raises(Bug) as bug:
        answer(LEAK, {}, CALL)
    assert isinstance(bug.value.__cause__, RuntimeError)
    assert SECRET not in bug.value.problem.text()
