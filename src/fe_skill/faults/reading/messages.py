"""Messages that tell their exception by themselves, as people quote them without its name.

Lives here: told.
Does not:   lines that name the exception (read.py).
"""

import re
from typing import Final

from fe_skill.faults.reading.reading import Raised

# What Python and the stack's libraries say with these exceptions, and with no others.
_SAYINGS: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("ModuleNotFoundError", r"No module named ['\"`]?[A-Za-z_][\w.]*"),
        ("ImportError", r"cannot import name ['\"`]\w+['\"`]?.*"),
        (
            "AttributeError",
            r"(?:module|type object) ['\"`][\w.]+['\"`] has no attribute ['\"`]\w+['\"`]?.*"
            r"|['\"`]\w+['\"`] object has no attribute ['\"`]\w+['\"`]?.*",
        ),
        (
            "TypeError",
            r"[\w.]+\(\) (?:got an unexpected keyword argument|missing \d+ required|takes \d+).*"
            r"|['\"`]\w+['\"`] object (?:is not (?:callable|iterable|subscriptable|awaitable"
            r"|an iterator)|does not support the (?:asynchronous )?context manager protocol).*"
            r"|object \S+ can't be used in 'await' expression"
            r"|Object of type \S+ is not JSON serializable",
        ),
        (
            "RuntimeError",
            r"asyncio\.run\(\) cannot be called.*|(?:This e|E)vent loop is (?:closed|already "
            r"running)|no running event loop|There is no current event loop.*"
            r"|.{0,80}attached to a different loop.*",
        ),
        ("sqlalchemy.exc.MissingGreenlet", r"greenlet_spawn has not been called.*"),
        (
            "sqlalchemy.exc.InvalidRequestError",
            r"The asyncio extension requires an async driver.*"
            r"|One or more mappers failed to initialize.*",
        ),
        (
            "sqlalchemy.exc.IllegalStateChangeError",
            r"[Mm]ethod ['\"`]?\w+\(\)['\"`]? (?:can't be called here|is already in progress).*",
        ),
        ("FileNotFoundError", r"\[Errno 2\] No such file or directory: .+"),
        ("PermissionError", r"\[Errno 13\] Permission denied.*"),
        ("ValidationError", r"\d+ validation errors? for \w+.*"),
    )
)
# Program text that looks like a message: it raises, catches, or asks for one.
_PROGRAM: Final = re.compile(
    r"\s*(?:raise|except|assert|if|elif|return|with|print|log\w*)\b|.*\bin str\("
)


def told(line: str) -> Raised | None:
    """The exception that a line quotes without its name."""
    if _PROGRAM.match(line):
        return None
    for name, pattern in _SAYINGS:
        if found := pattern.search(line):
            return Raised(name, found[0].rstrip('*`"').strip())
    return None
