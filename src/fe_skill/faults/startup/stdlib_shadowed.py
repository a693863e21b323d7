"""A file of the project has the name of a library, and is imported in its place.

Tell-tale: an import from a library or the standard library that fails in a file of the project
           of that name: "No module named 'fastapi'" beside a `fastapi.py`, "partially
           initialized module".
"""

import re
import sys

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import SURE, Diagnosis, Fault, Place, Sample

_NAMED = re.compile(
    r"cannot import name '\w+' from (?:partially initialized module )?'(\w+)|"
    r"No module named '(\w+)\.?|module '(\w+)' has no attribute|'(\w+)' is not a package|"
    r"partially initialized module '(\w+)' has no attribute"
)
_LIBRARIES = frozenset(
    ("fastapi", "starlette", "pydantic", "sqlalchemy", "alembic", "uvicorn", "httpx", "redis",
     "celery",
     "jwt", "jose", "passlib", "asyncpg", "sqlmodel", "requests", "structlog", "anyio", "pytest")
)  # fmt: skip


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(
        "ImportError", "ModuleNotFoundError", "AttributeError", says=_NAMED.pattern
    )
    found = _NAMED.search(raised.message) if raised else None
    name = next((group for group in found.groups() if group), "") if found else ""
    if case.facts is None or name not in _LIBRARIES | sys.stdlib_module_names:
        return None
    ours = [
        p
        for p in case.facts.paths
        if p in {f"{name}.py", f"{name}/__init__.py"} or p.endswith(f"/{name}.py")
    ]
    near = [p for p in ours if p.count("/") <= 1 or any(s.path == p for s in case.spots())]
    if not near:
        return None
    path = min(near, key=len)
    spot = case.spot(raised)
    return Diagnosis(
        what=f"`{path}` is imported in the place of the library `{name}`",
        why="the folder of the program comes before the installed libraries",
        confidence=SURE,
        place=Place(path, 1, name),
        evidence=(spot.evidence("the import that found it"),) if spot else (),
        mend=(f"rename `{path}`, and remove its `__pycache__`",),
    )


FAULT = Fault(
    name="stdlib-shadowed",
    explanation=__doc__,
    recognise=recognise,
    explains=("import-cycle", "name-not-in-module", "dependency-not-installed", "module-not-found"),
    samples=(
        Sample(
            trace(
                "ImportError: cannot import name 'FastAPI' from 'fastapi' (/srv/fastapi.py)",
                ("/srv/main.py", 1, "<module>", "from fastapi import FastAPI"),
            ),
            {"main.py": "from fastapi import FastAPI\n", "fastapi.py": "notes = 1\n"},
            "fastapi.py:1",
        ),
    ),
)
