"""A text cut into lines, freed from what terminals, containers and log collectors put around them.

Lives here: clean_lines, is_log_line, speaks_of_error.
Does not:   JSON log lines (records.py).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

_COLOUR: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))")
_STAMP: Final = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?"
# What stands before a line that a program printed, each of one collector.
_AROUND: Final = re.compile(
    r"(?:"
    r"[A-Za-z][\w.-]{0,60}[ \t]{0,40}\|(?: |$)"  # docker compose
    rf"|{_STAMP} (?:stdout|stderr) [FP](?: |$)"  # kubernetes on disk
    r"|\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:?\d\d)(?: |$)"  # docker -t, GitHub Actions
    r"|(?:app|heroku|web|worker)\[[\w.-]{1,40}\]:(?: |$)"  # heroku, after its stamp
    r"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [\w.-]{1,80} [\w./@-]{1,80}(?:\[\d{1,9}\])?:(?: |$)"
    r"|\[pod/[\w./-]{1,160}\](?: |$)"  # kubectl --prefix; the line before: syslog, journald
    r")"
)
_LEVEL: Final = r"(?:DEBUG|INFO|WARN|WARNING|ERROR|CRITICAL|FATAL)"
_LOG_LINE: Final = re.compile(
    rf"\s{{0,8}}(?:\[?{_STAMP}(?!\d)|\[\d\d:\d\d:\d\d\b|\d\d:\d\d:\d\d[ .,|]|{_LEVEL}\b[: \[|\]-]"
    rf"|\[{_LEVEL}\b)"
)
_OF_ERROR: Final = (
    "error", "exception", "fail", "critical", "fatal", "warning", "denied", "refused", "timeout",
    "timed out", "can't", "cannot", "could not", "couldn't", "not found", "unable", "invalid",
    "missing", "never awaited", "already", "head revisions", "not up to date", "no such",
    "doesn't", "does not", "disallowed", '" 4', '" 5', "http/1.1 4", "http/1.1 5",
)  # fmt: skip
_WIDEST: Final = 2_000
# What word processors and forums make of quotation marks.
_CURLED: Final = "\u2018\u2019\u201c\u201d"
_STRAIGHT: Final = str.maketrans(_CURLED, "''\"\"")
_JOINED: Final = re.compile(
    r"\s*(File \"[^\"]{1,400}\", line \d{1,9}, in \S{1,100}) ?|"
    r"\s((?:[a-z_]\w{0,60}\.){0,8}[A-Z]\w{0,60}(?:Error|Exception|Greenlet)(?:: ))"
)
_FEW: Final = 60
_NESTED: Final = 3
_QUOTED_SHARE: Final = 0.8


def clean_lines(text: str) -> list[str]:
    """The lines as the program printed them."""
    if "\x1b" in text:
        text = _COLOUR.sub("", text)
    if any(quote in text for quote in _CURLED):
        text = text.translate(_STRAIGHT)
    lines = [_bare(line.rstrip("\r")) for line in text.split("\n")]
    return _unflattened(_undented(_unquoted(lines)))


def is_log_line(line: str) -> bool:
    """Whether a logger wrote this line, by its time or its level."""
    return _LOG_LINE.match(line) is not None


def speaks_of_error(line: str) -> bool:
    """Whether a line is worth keeping in a log where most aren't."""
    low = line[:_WIDEST].lower()
    return any(word in low for word in _OF_ERROR)


def _unflattened(lines: list[str]) -> list[str]:
    """A traceback that lost its line ends gets them back."""
    flat = any(line.count('File "') > 1 and line.count(", line ") > 1 for line in lines)
    if not flat or len(lines) > _FEW:
        return lines
    return [
        part
        for line in lines
        for part in (_JOINED.sub(_parted, line) if line.count('File "') > 1 else line).split("\n")
    ]


def _parted(found: re.Match[str]) -> str:
    return f"\n  {found[1]}\n    " if found[1] else f"\n{found[2]}"


def _bare(line: str) -> str:
    at = 0
    for _ in range(_NESTED):
        found = _AROUND.match(line, at)
        if found is None:
            break
        at = found.end()
    return line[at:] if at else line


def _unquoted(lines: list[str]) -> list[str]:
    """Without the marks of a quotation; pytest marks single lines with the same sign."""
    said = [line for line in lines if line.strip()]
    quoted = sum(line.startswith(">") for line in said)
    if not said or quoted < _QUOTED_SHARE * len(said):
        return lines
    return [line.removeprefix(">").removeprefix(" ") for line in lines]


def _undented(lines: list[str]) -> list[str]:
    """Without the indentation that all lines share."""
    shared = min(_indents(lines), default=0)
    return [line[shared:] for line in lines] if shared else lines


def _indents(lines: Sequence[str]) -> Iterator[int]:
    for line in lines:
        bare = line.lstrip(" ")
        if bare:
            yield len(line) - len(bare)
            if len(bare) == len(line):
                return
