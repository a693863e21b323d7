"""JSON log lines, turned back into what a plain logger would have printed.

Lives here: unfolded: the lines of a record, its traceback among them.
Does not:   bodies of HTTP answers (answers.py), which stay as they are.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

# What loggers call the message; loguru's `text` holds the traceback too.
_MESSAGES: Final = ("event", "message", "msg", "text", "log")
# A record without any of these says nothing of an error; looking for them is cheaper than parsing.
_WORTH: Final = (
    "Traceback", "rror", "ERROR", "ritical", "CRITICAL", "FATAL", "atal", "exc_", '"log"', "arning",
)  # fmt: skip
_LARGEST: Final = 400_000
_DEEPEST: Final = 4


def unfolded(line: str) -> list[str] | None:
    """The lines that a JSON record stands for; None for a line that is no record."""
    at = line.find("{")
    if at < 0 or not line.rstrip().endswith("}") or len(line) > _LARGEST:
        return None
    if (at and not line[:at].isspace()) or not any(word in line for word in _WORTH):
        return None
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or not _is_record(record):
        return None
    return [part for text in _said(record) for part in text.split("\n")]


def _is_record(record: dict[str, Any]) -> bool:
    """Whether a logger wrote it: an answer's body has no level and no traceback."""
    has_message = any(isinstance(record.get(name), str) for name in _MESSAGES)
    marks = ("level", "levelname", "severity", "log_level", "record", "stream", "logger")
    return has_message and (any(name in record for name in marks) or any(_tracebacks(record, 0)))


def _said(record: dict[str, Any]) -> Iterator[str]:
    tracebacks = list(_tracebacks(record, 0))
    message = next((record[name] for name in _MESSAGES if isinstance(record.get(name), str)), "")
    if message and message not in tracebacks:
        level = record.get("level") or record.get("levelname") or record.get("severity") or ""
        yield f"{str(level).upper()}: {message}" if isinstance(level, str) and level else message
    for key in ("error", "exc", "detail", "reason"):
        if isinstance(record.get(key), str):
            yield str(record[key])
    yield from dict.fromkeys(tracebacks)


def _tracebacks(value: object, depth: int) -> Iterator[str]:
    """Every traceback in a record, as text."""
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        if "Traceback (most recent call last)" in value or '\n  File "' in value:
            yield value.rstrip("\n")
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _tracebacks(inner, depth + 1)
    elif isinstance(value, list):
        if value and all(isinstance(one, dict) and "exc_type" in one for one in value):
            yield _structured(value)
            return
        for inner in value:
            yield from _tracebacks(inner, depth + 1)


def _structured(stacks: list[dict[str, Any]]) -> str:
    """Structlog's list of stacks, what came out first, printed as Python does: causes first."""
    parts: list[str] = []
    for at, stack in reversed(list(enumerate(stacks))):
        parts.append(_stack(stack))
        if at:
            cause = bool(stack.get("is_cause"))
            parts.append(
                "\nThe above exception was the direct cause of the following exception:\n"
                if cause
                else "\nDuring handling of the above exception, another exception occurred:\n"
            )
    return "\n".join(parts)


def _stack(stack: dict[str, Any]) -> str:
    lines = ["Traceback (most recent call last):"]
    frames = stack.get("frames")
    for frame in frames if isinstance(frames, list) else ():
        if isinstance(frame, dict):
            place = f'  File "{frame.get("filename")}", line {frame.get("lineno")}'
            lines.append(f"{place}, in {frame.get('name')}")
            if frame.get("line"):
                lines.append(f"    {frame['line']}")
    lines.append(f"{stack.get('exc_type')}: {stack.get('exc_value')}")
    return "\n".join(lines)
