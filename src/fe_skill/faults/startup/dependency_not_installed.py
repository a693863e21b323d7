"""A library that the project uses isn't installed.

Python finds no module of this name, or a library says which other one it needs: FastAPI for forms,
Pydantic for mail addresses, SQLAlchemy for the driver in the URL.

Tell-tale: "No module named" with a name that is no part of the project; "requires ... to be
           installed", "is not installed, run `pip install ...`".
Not this:  a module of the project itself is looked for in the wrong place (module-not-found).
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import IMPORTED, trace
from fe_skill.faults.fault import CLEAR, OPEN, SURE, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.libraries import WELL_KNOWN
from fe_skill.faults.looking.manifests import manifests, named_in, one_more
from fe_skill.faults.looking.modules import is_own

_MODULE = re.compile(r"No module named '?([\w.]+)")
_SAID = re.compile(
    r"(?:Form data requires|requires the|requires|No module named) [\"'`]?(python-multipart)|"
    r"The [\"'`]?(python-multipart)[\"'`]? library must be installed|"
    r"(email-validator) is not installed|'(cryptography)' package is required|"
    r"(bcrypt|argon2): no backends available|requires the package '(dnspython)'|"
    r"The \"(dnspython)\" module must be|(jinja2|itsdangerous|httpx2?|python-dotenv|greenlet)"
    r"[\"'`]? (?:must be installed|library is required|package to be installed|is not installed)",
    re.IGNORECASE,
)
_DISTRIBUTIONS = {
    "MySQLdb": "mysqlclient",
    "OpenSSL": "pyopenssl",
    "PIL": "pillow",
    "bs4": "beautifulsoup4",
    "dateutil": "python-dateutil",
    "dotenv": "python-dotenv",
    "jose": "python-jose",
    "jwt": "pyjwt",
    "magic": "python-magic",
    "multipart": "python-multipart",
    "opentelemetry": "opentelemetry-api",
    "psycopg2": "psycopg2-binary",
    "slugify": "python-slugify",
    "starlette": "fastapi",
    "yaml": "pyyaml",
}


_COMMAND = re.compile(
    r"Failed to spawn: `(?P<a>[\w-]+)`|\b(?P<b>[a-z][\w-]+): (?:command )?not found\b|"
    r"exec: \"(?P<c>[\w-]+)\": executable file not found|"
    r"'(?P<d>[\w-]+)' is not recognized as an internal or external command"
)
_COMMANDS = frozenset(
    (
        "alembic",
        "celery",
        "fastapi",
        "gunicorn",
        "hypercorn",
        "pytest",
        "ruff",
        "uvicorn",
        "granian",
    )
)


def recognise(case: Case) -> Diagnosis | None:
    name = _wanted(case)
    if name is None:
        return None
    spot = case.spot()
    there = named_in(case, name)
    found = there or next(iter(manifests(case)), None)
    place = found.place(name) if found else Place(spot.path, spot.line) if spot else None
    return Diagnosis(
        what=f"`{name}` isn't installed" + (" here, although it is required" if there else ""),
        why="Python looks for it in this environment alone",
        confidence=SURE
        if found and not there
        else CLEAR
        if case.program is not None or _is_library(case, name)
        else OPEN,
        place=place,
        evidence=(
            *((spot.evidence("what needs it"),) if spot else ()),
            *((found.evidence("what the project requires", name),) if found else ()),
        ),
        mend=(
            (f"install what the project requires: `pip install -r {there.path}`",)
            if there and there.path.endswith(".txt")
            else ("install the project again: `pip install -e .`",)
            if there
            else (f"add `{name}` to what the project requires, and install it",)
        ),
        edits=one_more(found, name) if found and not there else (),
        safe=True,
    )


def _wanted(case: Case) -> str | None:
    for one in reversed(case.chain):
        if found := _SAID.search(one.message):
            return next(name for name in found.groups() if name).lower()
    told = [one for one in case.chain if one.type]  # the last one may have been cut off
    if told and told[-1].name not in ("ModuleNotFoundError", "ImportError"):
        return None
    text = told[-1].message if told else case.said
    return (None if case.chain else _told(text)) or _imported(case, text)


def _told(text: str) -> str | None:
    """What a line says that is missing: a library, or a command of one."""
    if found := _SAID.search(text):
        return next(name for name in found.groups() if name).lower()
    said = _COMMAND.search(text)
    command = said[said.lastgroup or 0] if said else ""
    return command if command in _COMMANDS else None


def _imported(case: Case, text: str) -> str | None:
    module = _MODULE.search(text)
    top = module[1].partition(".")[0] if module else ""
    if module is None or top in ("src", "app", "main", "config") or is_own(case, top):
        return None
    return _DISTRIBUTIONS.get(top, top.replace("_", "-"))


def _foreign(case: Case) -> bool:
    """Whether a library asked for it: that isn't the application's own module."""
    frames = case.last.frames if case.last else ()
    return bool(frames) and case.located(frames[-1]) is None and frames[-1].path[:1] != "<"


def _is_library(case: Case, name: str) -> bool:
    """Without a project, only well-known names, and what libraries ask for, are surely no part."""
    top = name.replace("-", "_")
    known = name in _DISTRIBUTIONS.values() or top in WELL_KNOWN or name in _COMMANDS
    return known or _SAID.search(case.said) is not None or _foreign(case)


_ROUTES = ("/app/app/tokens.py", 1, "<module>", "import jwt")

FAULT = Fault(
    name="dependency-not-installed",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace("ModuleNotFoundError: No module named 'jwt'", _ROUTES),
            {
                "app/tokens.py": "import jwt\n",
                "requirements.txt": "fastapi\n",
            },
            "requirements.txt:1",
            mended=True,
        ),
        Sample('RuntimeError: Form data requires "python-multipart" to be installed.'),
        Sample(
            "ImportError: email-validator is not installed, run `pip install 'pydantic[email]'`"
        ),
    ),
    lookalikes=(
        Sample(
            trace("ModuleNotFoundError: No module named 'app.routes'", IMPORTED),
            {"app/main.py": "from app.routes import router\n"},
        ),
    ),
    docs=("https://fastapi.tiangolo.com/#dependencies",),
)
