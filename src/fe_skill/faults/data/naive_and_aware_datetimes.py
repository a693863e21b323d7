"""A time with a zone met one without.

Tell-tale: "can't compare offset-naive and offset-aware", "can't subtract offset-naive and
           offset-aware". asyncpg says it when a value with a zone goes into a column without one.
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.calls import led_to
from fe_skill.faults.looking.source import Line, lines_with
from fe_skill.faults.mending import imported, replaced
from fe_skill.syntax.module import SourceModule

_SIGN = r"offset-naive and offset-aware|can't (?:subtract|compare) offset-"
_NAIVE = r"datetime\.utcnow\(\)|\bdatetime\.now\(\)|\.utcnow\b|datetime\.utcfromtimestamp\("


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says=_SIGN)
    if raised is None:
        return None
    spot = case.spot(raised)
    stored = "asyncpg" in case.said or "DataError" in case.said or "DBAPIError" in case.said
    line = (_columns(case) if stored else None) or _naive(case)
    place = line.place() if line else spot.place if spot else None
    return Diagnosis(
        what="a time with a zone met a time without one",
        why="Python doesn't guess the zone of a time that has none",
        confidence=SURE if line else CLEAR,
        place=place,
        evidence=(
            *((line.evidence("a time without a zone"),) if line else ()),
            *((spot.evidence("where they met"),) if spot else ()),
        ),
        mend=(
            "make every time with its zone: `datetime.now(UTC)`",
            "and keep it: `DateTime(timezone=True)` in the columns, with a migration",
        ),
        edits=_aware(line.module) if line and "now()" in line.text else (),
    )


def _naive(case: Case) -> Line | None:
    """Where a time without a zone is made; what was being run comes first."""
    found = lines_with(case, _NAIVE, "now", "utcfromtimestamp")
    if case.program is None or not found:
        return None
    reached = {one.module.path for one in led_to(case)}
    near = [line for line in found if line.module.path in reached]
    return (near or found)[0]


def _columns(case: Case) -> Line | None:
    """A column that keeps no zone."""
    pattern = r"(?:Mapped\[(?:datetime|Optional\[datetime)|Column\(DateTime\b)"
    found = lines_with(case, pattern, "datetime", "DateTime")
    return next((line for line in found if "timezone=True" not in line.text), None)


def _aware(module: SourceModule) -> tuple[Edit, ...]:
    edits = [
        replaced(module, call, "datetime.now(UTC)")
        for call in module.nodes(ast.Call)
        if re.fullmatch(r"datetime\.(?:utcnow|now)\(\)", module.segment(call))
        and module.is_(call.func, "datetime.datetime.utcnow", "datetime.datetime.now")
    ]
    return (*edits, *imported(module, "datetime", "UTC")) if edits else ()


_DATA = """\
from datetime import datetime

from app.rules import is_open


def offers():
    return [is_open(datetime.utcnow())]
"""
_MET = ("/app/app/rules.py", 6, "is_open", "return ends > now()")

FAULT = Fault(
    name="naive-and-aware-datetimes",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace("TypeError: can't compare offset-naive and offset-aware datetimes", _MET),
            {"app/data.py": _DATA},
            "app/data.py:7",
            mended=True,
        ),
    ),
    docs=("https://docs.python.org/3/library/datetime.html#aware-and-naive-objects",),
)
