"""What log lines look like, and what never stands in them."""

import logging

import orjson
import pytest
import structlog
from opentelemetry.sdk.trace import TracerProvider

from src.core.logging import configure_logging
from src.core.settings import Settings


@pytest.fixture(autouse=True)
def configured() -> None:
    """Logging as the service sets it up."""
    configure_logging(Settings(_env_file=None))


def lines(capfd: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [orjson.loads(line) for line in capfd.readouterr().out.splitlines()]


def test_our_lines_and_those_of_libraries_have_one_shape(
    capfd: pytest.CaptureFixture[str],
) -> None:
    # The standard library's handler keeps the stream that it finds, here pytest's.
    configure_logging(Settings(_env_file=None))
    structlog.get_logger().info("order_created", order_id=1)
    logging.getLogger("library").warning("pool is %s", "full")
    ours, theirs = lines(capfd)
    assert (ours["event"], ours["level"], ours["order_id"]) == ("order_created", "info", 1)
    assert (theirs["event"], theirs["level"]) == ("pool is full", "warning")
    assert theirs["logger"] == "library"
    assert ours.keys() & theirs.keys() >= {"event", "level", "timestamp"}


@pytest.mark.parametrize("key", ["password", "new_password", "access_token", "Authorization"])
def test_a_secret_is_blanked(capfd: pytest.CaptureFixture[str], key: str) -> None:
    structlog.get_logger().info("called", **{key: "analytical1"})
    assert lines(capfd)[0][key] == "[redacted]"


def test_a_traceback_is_data_without_the_values_of_variables(
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fail(password: str) -> None:
        raise LookupError(len(password))

    try:
        fail("analytical" + str(1))
    except LookupError:
        structlog.get_logger().exception("failed")
    output = capfd.readouterr().out
    assert orjson.loads(output)["exception"][0]["exc_type"] == "LookupError"
    assert "analytical1" not in output


def test_a_line_within_a_trace_names_it(capfd: pytest.CaptureFixture[str]) -> None:
    with TracerProvider().get_tracer("test").start_as_current_span("request") as span:
        structlog.get_logger().info("within")
    structlog.get_logger().info("without")
    within, without = lines(capfd)
    assert within["trace_id"] == f"{span.get_span_context().trace_id:032x}"
    assert "trace_id" not in without


def test_quieter_lines_than_the_level_are_dropped(capfd: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().debug("detail")
    assert lines(capfd) == []
