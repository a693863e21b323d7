"""How people quote a failure: its name in prose, its message alone, its traceback cut."""

import pytest

from fe_skill.faults.decide import decide
from fe_skill.faults.reading.messages import told
from fe_skill.faults.reading.read import read


def named(text: str) -> list[str]:
    return [one.fault.name for one in decide(read(text), None).found]


@pytest.mark.parametrize(
    ("line", "exception"),
    [
        ("it ends with No module named 'app'", "ModuleNotFoundError"),
        ("we get 'NoneType' object has no attribute 'id' then", "AttributeError"),
        ("greenlet_spawn has not been called; can't call await_only()", "MissingGreenlet"),
        ("[Errno 13] Permission denied: '/data'", "PermissionError"),
    ],
)
def test_a_message_tells_its_exception(line: str, exception: str) -> None:
    raised = told(line)
    assert raised is not None
    assert raised.name == exception


@pytest.mark.parametrize(
    "line", ["raise RuntimeError('Event loop is closed')", "assert 'No module named x' in str(e)"]
)
def test_program_text_is_no_message(line: str) -> None:
    assert told(line) is None


def test_a_title_names_the_failure() -> None:
    assert named("# sqlalchemy.orm.exc.DetachedInstanceError") == ["detached-instance"]


def test_a_proposal_does_not() -> None:
    assert not read("# Raise WebSocketDisconnect instead of RuntimeError").failures


def test_a_name_and_its_message_further_along_the_line() -> None:
    failure = read(
        "# AttributeError /api/users\nAttributeError /x 'NoneType' object has no attribute 'owner'"
    ).failures[-1]
    assert "NoneType" in failure.chain[-1].message


def test_a_traceback_that_broke_off_has_the_exception_that_the_title_names() -> None:
    text = (
        "# httpx.ConnectTimeout\n"
        'Traceback (most recent call last):\n  File "/srv/app/rates.py", line 5, in rates\n'
        "    return await client.get(URL)"
    )
    failure = read(text).failures[-1]
    assert failure.cut
    assert failure.chain[-1].name == "ConnectTimeout"
    assert failure.chain[-1].frames[-1].path == "/srv/app/rates.py"


def test_a_traceback_that_broke_off_at_its_raise_has_what_that_raises() -> None:
    text = (
        'File "/app/users.py", line 5, in all\n    return await User.find_all().to_list()\n'
        'File "/app/lib/site-packages/beanie/odm/documents.py", line 9, in get_settings\n'
        "    raise CollectionWasNotInitialized\n"
    )
    assert named(text) == ["document-models-not-set-up"]
    assert decide(read(text), None).found[0].diagnosis.confidence < 0.85
    assert named(text.replace("raise Coll", "return Coll")) == []


def test_two_failures_told_equally_well_make_neither_sure() -> None:
    text = (
        "pydantic.errors.PydanticUserError: `regex` is removed. use `pattern` instead\n\n"
        "sqlalchemy.orm.exc.DetachedInstanceError: Instance <A at 0x7f> is not bound to a Session; "
        "attribute refresh operation cannot proceed\n"
    )
    found = decide(read(text), None).found
    assert len(found) > 1
    assert all(one.diagnosis.confidence <= 0.9 for one in found)


def test_a_stop_beside_a_failure_is_less_sure_than_alone() -> None:
    stop = "KeyboardInterrupt\n"
    alone = decide(read(stop), None).found[0].diagnosis.confidence
    beside = [
        one.diagnosis.confidence
        for one in decide(read(f"{stop}\nRuntimeError: Event loop is closed\n"), None).found
        if one.fault.alone
    ]
    assert all(sure < alone for sure in beside)


def test_what_came_out_between_libraries_is_not_the_projects_attribute() -> None:
    line = "AttributeError: 'Router' object has no attribute 'emial'"
    frame = '  File "{}", line 3, in go\n    router.emial\n'
    head = "Traceback (most recent call last):\n"
    own = head + frame.format("/srv/app/main.py") + line
    theirs = head + frame.format("/usr/lib/python3.12/site-packages/gradio/routes.py") + line
    assert named(own) == ["attribute-missing"]
    assert named(theirs) == []


def test_a_refusal_gives_way_to_what_knows_more() -> None:
    assert "statement-refused" not in named(
        "sqlalchemy.orm.exc.DetachedInstanceError: Instance <A at 0x7f> is not bound to a Session"
    )
    assert named("sqlalchemy.exc.InvalidRequestError: Something new was refused") == [
        "statement-refused"
    ]


def test_a_body_without_a_status_has_the_one_that_says_so() -> None:
    assert read('{"detail":"Not Found"}').status == 404
    assert read('{"detail":"No such order"}').status is None
