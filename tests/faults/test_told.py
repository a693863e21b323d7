"""Texts that people wrote around a failure: prose, cut tracebacks, other quotation marks."""

import pytest

from fe_skill.faults.decide import decide
from fe_skill.faults.reading.read import read

TOLD = {
    "sync-driver-in-async-engine": """\
It starts with `The asyncio extension requires an async driver to be used.` Help!
""",
    "relationship-target-not-found": """\
sqlalchemy.exc.InvalidRequestError: When initializing mapper Mapper|A|a, expression \
\u2018B.id\u2019 failed to locate a name (\u201cname \u2018B\u2019 is not defined\u201d).
""",
    "foreign-key-table-not-found": """\
autogenerate fails:
    Foreign key associated with column 'a.b_id'
    could not find table 'b' with which to generate a
    foreign key to target column 'id'
""",
    "settings-value-missing": """\
pydantic.error_wrappers.ValidationError: 1 validation error for Settings
auth_key
  field required (type=value_error.missing)
""",
    "pool-exhausted": """\
# QueuePool limit of size 5 overflow 10 reached
Traceback (most recent call last):
  File "/srv/app/db.py", line 3, in get
    session.execute(query)
""",
}
NO_FAILURES = (
    "row = result.one()\nexcept NoResultFound:\n    raise HTTPException(404)\n",
    "The selectinload() option emits a second SELECT for the collection.",
)


def said(text: str) -> str:
    found = decide(read(text), None).found
    return found[0].fault.name if found else "unknown"


@pytest.mark.parametrize("fault", TOLD)
def test_a_sign_is_heard_in_what_people_quote(fault: str) -> None:
    assert said(TOLD[fault]) == fault


@pytest.mark.parametrize("text", NO_FAILURES)
def test_program_text_and_documents_are_no_failure(text: str) -> None:
    assert said(text) == "unknown"


def test_a_report_of_pytest_may_break_off_after_a_place() -> None:
    text = (
        "_____ test_a _____\napp/a.py:1: in f\n_____ test_b _____\n    code()\nE   KeyError: 'x'\n"
    )
    assert [raised.name for raised in read(text).raised] == ["KeyError"]
