"""passlib is no longer kept up, and newer versions of bcrypt break it.

Tell-tale: "module 'bcrypt' has no attribute '__about__'", "password cannot be longer than 72
           bytes" from passlib.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.notes import notes
from fe_skill.faults.looking.source import lines_with

_SIGN = r"'bcrypt' has no attribute '__about__'|password cannot be longer than 72 bytes"


def recognise(case: Case) -> Diagnosis | None:
    if case.raised(says=_SIGN) is None and not case.says(_SIGN):
        return None
    used = lines_with(case, r"passlib|CryptContext\(", "passlib")
    place = used[0].place() if used else None
    for path, text in notes(case.program) if case.program else ():
        if "passlib" in text:
            place = Place(path, text.count("\n", 0, text.index("passlib")) + 1, "passlib")
    return Diagnosis(
        what="passlib meets a version of bcrypt that it doesn't know",
        why="passlib's last release is of 2020; bcrypt has changed since",
        confidence=SURE if place else CLEAR,
        place=place,
        mend=(
            "hash with a library that is kept up: pwdlib, argon2-cffi, or bcrypt itself",
            "for the time being: `bcrypt<4.1`; it is old, and gets no mends",
        ),
    )


FAULT = Fault(
    name="passlib-bcrypt-versions",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "AttributeError: module 'bcrypt' has no attribute '__about__'",
                ("/usr/lib/python3.12/site-packages/passlib/handlers/bcrypt.py", 620, "_load", ""),
            )
        ),
    ),
)
