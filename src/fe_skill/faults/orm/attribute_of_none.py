"""None was used as if it were an object: a lookup found nothing, and nobody looked.

`scalar_one_or_none()`, `first()` and `session.get()` give None where there is no row.

Tell-tale: "'NoneType' object has no attribute", "is not subscriptable", "is not iterable".
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, OPEN, SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.answering import missing_row_answered
from fe_skill.faults.looking.calls import Found, functions_named, starts_of
from fe_skill.faults.looking.source import last_name, placed, shown
from fe_skill.faults.reading.reading import Raised
from fe_skill.syntax.module import SourceModule

_SIGN = (
    r"'NoneType' object (?:has no attribute|is not subscriptable|is not iterable)"
    r"|argument of type 'NoneType' is not iterable|'NoneType' object is not callable"
)
_LOOKS = frozenset(
    ("scalar_one_or_none", "one_or_none", "first", "get", "scalar", "fetchone", "match", "search")
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("AttributeError", "TypeError", says=_SIGN)
    if raised is None:
        return None
    spot = case.spot(raised)
    if spot is None:
        framed = any(one.frames for one in case.chain) and not case.cut
        return None if framed else _nowhere(raised)
    found = _lookup(case)
    place = placed(found[0], found[1]) if found else spot.place
    return Diagnosis(
        what="a lookup found nothing, and its None was used as an object"
        if found
        else "None was used as an object",
        why="the lookup gives None where there is nothing",
        confidence=SURE if found else LIKELY if case.program else CLEAR - 0.1,
        place=place,
        evidence=(
            *((shown(found[0], found[1], "the lookup"),) if found else ()),
            spot.evidence("where it was used"),
        ),
        mend=(
            "look before use: `if row is None: raise HTTPException(404)`",
            "or let the lookup insist: `scalar_one()`, `get_one()`",
        ),
        edits=missing_row_answered(*found) if found else (),
    )


def _nowhere(raised: Raised) -> Diagnosis:
    """Without a frame only its meaning is known."""
    return Diagnosis(
        what=f"None was used as an object: {raised.message.partition(chr(10))[0][:100]}",
        why="what should have given the object gave None: a lookup, a setting, a missing `return`",
        confidence=OPEN,
        mend=("find the line in the traceback, and what made the value; answer where it's None",),
    )


def _lookup(case: Case) -> tuple[SourceModule, ast.Call] | None:
    """The lookup that gave the value, in the functions of the frames or what they call."""
    starts = starts_of(case)
    for at in (*starts, *(_called(case, starts))):
        for call in at.module.inside(at.node, ast.Call):
            unchecked = last_name(call.func) in _LOOKS and isinstance(call.func, ast.Attribute)
            if unchecked and not _looked_at(at, call) and len(call.args) < 3:  # noqa: PLR2004
                if last_name(call.func) == "get" and not _of_session(at.module, call):
                    continue
                return at.module, call
    return None


def _called(case: Case, starts: list[Found]) -> list[Found]:
    names = {
        last_name(call.func) for at in starts for call in at.module.inside(at.node, ast.Call)
    } - _LOOKS
    found: list[Found] = []
    for name in sorted(names) if case.program else ():
        several = list(functions_named(case.program, name)) if case.program else []
        found += several if len(several) == 1 else []
    return found


def _of_session(module: SourceModule, call: ast.Call) -> bool:
    base = module.segment(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    return re.search(r"(?i)session|\bdb\b|conn", base) is not None


def _looked_at(at: Found, call: ast.Call) -> bool:
    """Whether the function looks at the value before using it."""
    parent = at.module.parent(call)
    if isinstance(parent, ast.Await):
        parent = at.module.parent(parent)
    if isinstance(parent, ast.NamedExpr):
        return True
    name = getattr(parent.targets[0], "id", "") if isinstance(parent, ast.Assign) else ""
    text = at.module.segment(at.node)
    return (
        bool(name) and re.search(rf"if (?:not )?{name}\b|{name} is (?:not )?None", text) is not None
    )


_MAIN = """\
from app.greeting import greeting


async def greet(session, statement):
    found = await session.execute(statement)
    user = found.scalar_one_or_none()
    return greeting(user)
"""

FAULT = Fault(
    name="attribute-of-none",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "AttributeError: 'NoneType' object has no attribute 'name'",
                ("/app/app/main.py", 7, "greet", "return greeting(user)"),
                ("/app/app/greeting.py", 2, "greeting", 'return f"Hello, {user.name}"'),
            ),
            {
                "app/main.py": _MAIN,
                "app/greeting.py": 'def greeting(user):\n    return f"Hello, {user.name}"\n',
            },
            "app/main.py:6",
            mended=True,
        ),
    ),
)
