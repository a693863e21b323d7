"""The project's own code raised, and nothing answered for it.

The last resort: no known fault fits, and the innermost frame is the project's.

Tell-tale: an exception of the project, or a plain one (`KeyError`, `ValueError`,
           `ZeroDivisionError`), raised by a line of the project.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import FAINT, LIKELY, OPEN, Diagnosis, Fault, Sample

_PLAIN = frozenset(
    ("KeyError", "ValueError", "IndexError", "ZeroDivisionError", "TypeError", "AttributeError",
     "AssertionError", "NotImplementedError", "UnboundLocalError", "FileNotFoundError", "NameError",
     "LookupError", "OverflowError", "UnicodeDecodeError", "JSONDecodeError", "StopIteration",
     "PermissionError", "RuntimeError", "Exception")
)  # fmt: skip
_LIBRARIES = (
    "sqlalchemy.",
    "pydantic",
    "fastapi.",
    "starlette.",
    "asyncpg.",
    "httpx.",
    "jwt.",
    "alembic.",
)


def recognise(case: Case) -> Diagnosis | None:
    last = case.last
    if last is None or not last.frames or last.type.startswith(_LIBRARIES):
        return None
    if last.name in ("", "ImportError", "ModuleNotFoundError"):
        return None  # without a name nothing is known of it
    spot = case.spot(last)
    innermost = case.located(last.frames[-1])
    if spot is None or (case.program is None and innermost is None):
        return None
    own = last.name not in _PLAIN
    raised_here = innermost is not None
    message = last.message.partition("\n")[0][:120].rstrip(".")
    return Diagnosis(
        what=f"the project's own code raised {last.name}" + (f": {message}" if message else ""),
        why="nothing between here and the client answers for it",
        confidence=LIKELY if raised_here and own else OPEN + 0.1 if raised_here else FAINT,
        place=spot.place,
        evidence=tuple(one.evidence("on the way") for one in case.spots(last)[-3:]),
        mend=(
            "an expected case: raise `HTTPException`, or register a handler for the exception",
            "an unexpected one: correct the line, or what it was given",
        ),
    )


FAULT = Fault(
    name="unhandled-own-exception",
    explanation=__doc__,
    recognise=recognise,
    last_resort=True,
    samples=(
        Sample(
            trace(
                "app.errors.OutOfStock: none left",
                ("/usr/lib/python3.12/site-packages/fastapi/routing.py", 300, "app", ""),
                ("/srv/app/stock.py", 12, "take", "raise OutOfStock('none left')"),
            )
        ),
    ),
)
