"""A library isn't installed, most often since the project doesn't require it.

An extra counts too: `EmailStr` needs email-validator, forms python-multipart, an async engine
greenlet and its driver, the test client httpx.

Tell-tale: `ModuleNotFoundError` for a name that the project doesn't have; "requires ... to be
           installed".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.requirements import (
    distribution_of,
    required_edit,
    required_in,
    text_of,
)

_NAMED = (
    (r"Form data requires \"python-multipart\"", "python-multipart"),
    (r"email-validator is not installed", "email-validator"),
    (r"the greenlet library is required|No module named 'greenlet'", "greenlet"),
    (r"python-multipart.{0,30} must be installed", "python-multipart"),
    (r"jinja2 must be installed", "jinja2"),
    (r"The starlette.testclient module requires the httpx2", "httpx2"),
    (r"The starlette.testclient module requires the httpx", "httpx"),
    (r"itsdangerous.{0,30} must be installed", "itsdangerous"),
    (r"To use the fastapi command, please install", "fastapi[standard]"),
)  # fmt: skip
_SIGN = re.compile(r"No module named '([\w.]+)'")


def recognise(case: Case) -> Diagnosis | None:
    name = _missing(case)
    if name is None:
        return None
    path = required_in(case)
    place, edits = required_edit(case, path, name) if path else (None, ())
    spot = case.spot()
    return Diagnosis(
        what=f"`{name}` isn't installed",
        why=f"`{path}` doesn't require it" if path else "nothing in the project requires it",
        confidence=SURE if spot or path else CLEAR if case.chain else LIKELY,
        place=place or (Place(spot.path, spot.line, name) if spot else None),
        evidence=(spot.evidence("what needs it"),) if spot else (),
        mend=(f"require `{name}`, and install it in the environment that runs the project",),
        edits=edits if not _listed(case, path, name) else (),
        safe=True,
    )


def _missing(case: Case) -> str | None:
    for pattern, name in _NAMED:
        if case.says(pattern):
            return name
    raised = case.raised("ModuleNotFoundError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if found is None:
        return None
    top = found[1].partition(".")[0]
    if case.facts is not None:
        parts = {part.removesuffix(".py") for path in case.facts.paths for part in path.split("/")}
        if top in parts or top in {"src", "app", "tests"}:
            return None
    elif top in {"src", "app", "tests", "main", "core", "api"}:
        return None
    return distribution_of(found[1])


def _listed(case: Case, path: str | None, name: str) -> bool:
    """Whether the file requires it already: then only the environment lacks it."""
    text = text_of(case, path) if path else None
    pattern = rf"(?:^|[\s\"'\[,]){re.escape(name)}(?![\w-])"
    return text is not None and re.search(pattern, text) is not None


FAULT = Fault(
    name="dependency-not-installed",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "ModuleNotFoundError: No module named 'jwt'",
                ("/srv/app/tokens.py", 1, "<module>", "import jwt"),
            ),
            {"app/tokens.py": "import jwt\n", "requirements.txt": "fastapi\n"},
            "requirements.txt:1",
            mended=True,
        ),
        Sample(
            'RuntimeError: Form data requires "python-multipart" to be installed. \nYou can '
            "install "
            '"python-multipart" with: \n\npip install python-multipart'
        ),
    ),
)
