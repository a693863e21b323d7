import asyncio
import json
import time
import traceback
from collections.abc import Callable

import pytest

from fe_skill.faults.reading.read import read
from fe_skill.faults.reading.reading import Reading


def broken() -> None:
    raise ValueError("first")


def chained() -> None:
    try:
        broken()
    except ValueError as error:
        raise KeyError("second") from error


def handling() -> None:
    try:
        broken()
    except ValueError:
        empty: dict[str, int] = {}
        del empty["gone"]


def noted() -> None:
    error = RuntimeError("told")
    error.add_note("and a note")
    raise error


async def _grouped() -> None:
    async def one() -> None:
        chained()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(one())


def grouped() -> None:
    asyncio.run(_grouped())


def text_of(act: Callable[[], None]) -> str:
    try:
        act()
    except BaseException:  # noqa: BLE001 -- the text of any is wanted
        return traceback.format_exc()
    raise AssertionError


def names(reading: Reading) -> list[list[str]]:
    return [[raised.name for raised in failure.chain] for failure in reading.failures]


TEXTS = {act.__name__: text_of(act) for act in (broken, chained, handling, noted, grouped)}
CHAINS = {
    "broken": ["ValueError"],
    "chained": ["ValueError", "KeyError"],
    "handling": ["ValueError", "KeyError"],
    "noted": ["RuntimeError"],
    "grouped": ["ValueError", "KeyError", "ExceptionGroup"],
}
DRESSES: dict[str, Callable[[str], str]] = {
    "bare": lambda text: text,
    "compose": lambda text: dressed(text, "api-1  | "),
    "kubernetes": lambda text: dressed(text, "2026-03-04T08:15:27.104882913Z stderr F "),
    "journal": lambda text: dressed(text, "Mar 04 08:15:27 web-2 uvicorn[812]: "),
    "actions": lambda text: dressed(text, "2026-03-04T08:15:27.1048829Z "),
    "nested": lambda text: dressed(text, "web | 2026-03-04T08:15:27.1048829Z "),
    "indented": lambda text: dressed(text, "        "),
    "quoted": lambda text: dressed(text, "> "),
    "windows": lambda text: text.replace("\n", "\r\n"),
    "coloured": lambda text: text.replace('File "', 'File \x1b[35m"').replace(
        '", line', '"\x1b[0m, line'
    ),
    "structlog": lambda text: json.dumps(
        {"event": "request_failed", "level": "error", "exception": text}
    ),
    "loguru": lambda text: json.dumps({"text": "boom\n" + text, "record": {"level": {"no": 40}}}),
    "stdlib": lambda text: json.dumps(
        {"levelname": "ERROR", "message": "failed", "exc_info": text}
    ),
    "surrounded": lambda text: f"INFO:     started\nERROR:    boom\n{text}INFO:     next\n",
}


def dressed(text: str, prefix: str) -> str:
    return "".join(f"{prefix}{line}\n" for line in text.splitlines())


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("name", TEXTS)
def test_a_traceback_reads_the_same_whatever_stands_around_it(name: str, dress: str) -> None:
    plain = read(TEXTS[name])
    assert names(plain) == [CHAINS[name]]
    assert plain.failures[0].chain[0].frames[-1].function in {"broken", "noted"}
    assert read(DRESSES[dress](TEXTS[name])).failures == plain.failures


def test_a_note_belongs_to_the_message() -> None:
    (raised,) = read(TEXTS["noted"]).raised
    assert raised.message == "told\nand a note"


def test_links_tell_a_cause_from_what_happened_while_handling() -> None:
    assert read(TEXTS["chained"]).raised[0].link == "cause"
    assert read(TEXTS["handling"]).raised[0].link == "context"


def test_code_lines_are_kept_and_their_markers_are_not() -> None:
    (raised,) = read(TEXTS["broken"]).raised
    assert raised.frames[-1].code == 'raise ValueError("first")'


def test_a_text_cut_at_its_start_or_end_keeps_what_is_left() -> None:
    lines = TEXTS["chained"].splitlines()
    assert names(read("\n".join(lines[2:]))) == [["ValueError", "KeyError"]]
    (failure,) = read("\n".join(lines[:4])).failures
    assert (failure.chain[-1].type, len(failure.chain[-1].frames) > 0) == ("", True)


def test_log_lines_between_the_frames_do_not_end_a_traceback() -> None:
    lines = TEXTS["broken"].splitlines()
    mixed = [*lines[:3], "2026-03-04 08:15:27,104 INFO worker: tick", *lines[3:]]
    assert read("\n".join(mixed)).failures == read(TEXTS["broken"]).failures


def test_structlogs_list_of_stacks_is_a_chain() -> None:
    frame = {"filename": "/app/app/orders.py", "lineno": 3, "name": "read"}
    stacks = [
        {"exc_type": "KeyError", "exc_value": "'b'", "is_cause": False, "frames": [frame]},
        {"exc_type": "ValueError", "exc_value": "a", "is_cause": True, "frames": [frame]},
    ]
    reading = read(json.dumps({"event": "failed", "level": "error", "exception": stacks}))
    assert names(reading) == [["ValueError", "KeyError"]]
    assert reading.raised[0].frames[0].path == "/app/app/orders.py"


LONG = """\
=================================== FAILURES ===================================
_______________________________ test_it_is_read ________________________________

client = <Client>

    def test_it_is_read(client):
>       answer = read(client)

tests/test_orders.py:7:
_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _

    def read(client):
>       return client["order"]
E       KeyError: 'order'

app/orders.py:3: KeyError
=========================== short test summary info ============================
FAILED tests/test_orders.py::test_it_is_read - KeyError: 'order'
"""
SHORT = """\
=================================== FAILURES ===================================
_______________________________ test_it_is_read ________________________________
tests/test_orders.py:7: in test_it_is_read
    answer = read(client)
app/orders.py:3: in read
    return client["order"]
E   KeyError: 'order'
=========================== short test summary info ============================
FAILED tests/test_orders.py::test_it_is_read - KeyError: 'order'
"""


@pytest.mark.parametrize("text", [LONG, SHORT], ids=["long", "short"])
def test_pytests_styles_read_alike(text: str) -> None:
    reading = read(text)
    (raised,) = reading.raised
    assert (raised.type, raised.message) == ("KeyError", "'order'")
    told = [(frame.path, frame.line, frame.function, frame.code) for frame in raised.frames]
    assert told == [
        ("tests/test_orders.py", 7, "test_it_is_read", "answer = read(client)"),
        ("app/orders.py", 3, "read", 'return client["order"]'),
    ]
    assert reading.nodes == ("tests/test_orders.py::test_it_is_read",)


def test_an_assertion_on_an_answer_tells_its_status() -> None:
    text = LONG.replace(
        "KeyError: 'order'\n\n",
        "assert 422 == 201\nE        +  where 422 = "
        "<Response [422 Unprocessable Entity]>.status_code\n\n",
        1,
    )
    assert read(text).status == 422


def test_an_error_at_collection_is_read() -> None:
    reading = read(
        "==================================== ERRORS ====================================\n"
        "____________________ ERROR collecting tests/test_orders.py _____________________\n"
        "ImportError while importing test module '/app/tests/test_orders.py'.\n"
        "Hint: make sure your test modules/packages have valid Python names.\n"
        "Traceback:\n"
        "tests/test_orders.py:1: in <module>\n"
        "    from app.orders import read\n"
        "E   ModuleNotFoundError: No module named 'app'\n"
        "=========================== short test summary info ============================\n"
        "ERROR tests/test_orders.py\n"
    )
    (raised,) = reading.raised
    assert (raised.type, raised.frames[0].line) == ("ModuleNotFoundError", 1)
    assert reading.nodes == ("tests/test_orders.py",)


BODY = (
    '{"detail":[{"type":"missing","loc":["body","name"],"msg":"Field required","input":{"a":1}}]}'
)
OLDER = '{"detail":[{"loc":["body","name"],"msg":"field required","type":"value_error.missing"}]}'
PROBLEM = (
    '{"type":"about:blank","title":"Invalid","status":422,'
    '"errors":[{"field":"body.name","message":"Field required"}]}'
)


@pytest.mark.parametrize("body", [BODY, OLDER, PROBLEM])
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "HTTP/1.1 422 Unprocessable Entity\ncontent-type: application/json\n\n{}\n",
        "$ curl -X POST http://localhost:8000/users -d '{{}}'\n{}\n",
        'INFO: 127.0.0.1:5 - "POST /users HTTP/1.1" 422 Unprocessable Content\n{}\n',
        "the call to POST /users returns 422: {}",
    ],
)
def test_the_errors_of_an_answer_are_read_in_every_form(body: str, around: str) -> None:
    reading = read(around.format(body))
    assert reading.status == 422
    (error,) = reading.responses[-1].errors
    assert error.loc == ("body", "name")


def test_a_request_is_told_by_curl_an_access_log_or_prose() -> None:
    texts = (
        "curl -X DELETE https://example.com/orders/3?x=1\nHTTP/1.1 405 Method Not Allowed\n",
        '10.0.0.1:5 - "DELETE /orders/3?x=1 HTTP/1.1" 405 Method Not Allowed',
        "DELETE /orders/3?x=1 gives 405",
        'HTTP Request: DELETE http://test/orders/3?x=1 "HTTP/1.1 405 Method Not Allowed"',
    )
    for text in texts:
        (answer,) = read(text).responses
        assert (answer.method, answer.path, answer.status) == ("DELETE", "/orders/3?x=1", 405)


def test_a_last_line_alone_is_an_exception_without_frames() -> None:
    (raised,) = read("sqlalchemy.exc.MissingGreenlet: greenlet_spawn has not been called").raised
    assert (raised.name, raised.frames) == ("MissingGreenlet", ())
    (raised,) = read("why do I get a MissingGreenlet when I read user.items").raised
    assert raised.name == "MissingGreenlet"


def test_pydantics_two_prints_of_errors_are_read() -> None:
    listed = (
        "pydantic_core._pydantic_core.ValidationError: 2 validation errors for Settings\n"
        "database_url\n  Field required [type=missing, input_value={}, input_type=dict]\n"
        "    For further information visit https://errors.pydantic.dev/2.14/v/missing\n"
        "ports.0\n  Input should be a valid integer [type=int_type, input_value='x']\n"
    )
    shown = (
        "fastapi.exceptions.ResponseValidationError: 1 validation error:\n"
        "  {'type': 'string_type', 'loc': ('response', 0, 'name'), 'msg': 'Input should be a "
        "valid string', 'input': None}\n\n"
        '  File "/app/main.py", line 9, in items\n    GET /items\n'
    )
    head = 'Traceback (most recent call last):\n  File "/app/main.py", line 3, in f\n    x()\n'
    (raised,) = read(head + listed).raised
    assert [(e.loc, e.type) for e in raised.errors] == [
        (("database_url",), "missing"),
        (("ports", 0), "int_type"),
    ]
    (raised,) = read(head + shown).raised
    assert raised.errors[0].loc == ("response", 0, "name")
    assert raised.endpoint is not None
    assert raised.endpoint.function == "items"


def test_repeated_failures_are_one() -> None:
    assert len(read(TEXTS["broken"] * 50).failures) == 1


@pytest.mark.parametrize(
    "text", ["", "\0", "Traceback (most recent call last):", "{" * 9_000, "E   "]
)
def test_a_text_that_tells_nothing_is_read_too(text: str) -> None:
    assert read(text).status is None


def test_reading_takes_time_in_proportion() -> None:
    log = ('INFO: 1.2.3.4:5 - "GET /x HTTP/1.1" 200 OK\n' * 60 + TEXTS["grouped"]) * 40

    def seconds(times: int) -> float:
        start = time.process_time()
        read(log * times)
        return time.process_time() - start

    once = min(seconds(1) for _ in range(3))
    assert seconds(8) < 8 * once * 4
