"""env.py can't import the application.

The `alembic` command doesn't put the working directory on the path; `prepend_sys_path` does.

Tell-tale: `ModuleNotFoundError` for a package of the project, raised from env.py.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.notes import note, notes
from fe_skill.faults.reading.reading import Raised

_SIGN = re.compile(r"No module named '([\w.]+)'")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("ModuleNotFoundError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    spot = case.spot(raised)
    first = found[1].partition(".")[0] if found else ""
    if raised and case.program is None and first in _USUAL:
        return _told(case, raised, first)
    if found is None or spot is None or not spot.path.endswith("env.py"):
        return None
    own = {
        path.split("/")[0].removesuffix(".py") for path in (case.facts.paths if case.facts else ())
    }
    nested = {
        path.split("/")[1].removesuffix(".py")
        for path in (case.facts.paths if case.facts else ())
        if "/" in path
    }
    if first not in own | nested:
        return None
    ini = _ini(case)
    folder = "." if first in own else _folder(case, first)
    return Diagnosis(
        what=f"env.py can't import `{first}`: the project's folder isn't on Alembic's path",
        why="the `alembic` command doesn't put the working directory on the path",
        confidence=SURE,
        place=Place(ini, _section(case, ini)[0], "prepend_sys_path") if ini else spot.place,
        evidence=(
            spot.evidence("the import"),
            Evidence("the package is there", _path(case, first), 1),
        ),
        mend=(f"`prepend_sys_path = {folder}` in alembic.ini's `[alembic]`",),
        edits=_prepended(case, ini, folder) if ini else (),
        safe=True,
    )


_INNERMOST = 12  # frames: Alembic's loader, env.py, and what that imports
_USUAL = ("app", "src", "backend", "api", "models", "main", "config", "core", "db")


def _told(case: Case, raised: Raised, first: str) -> Diagnosis | None:
    """What the text alone tells: the name is no library's, and Alembic was at work."""
    spot = case.spot(raised)
    paths = [frame.path.replace("\\", "/") for frame in raised.frames[-_INNERMOST:]]
    if not any(path.endswith("env.py") or "/alembic/script/" in path for path in paths):
        return None
    return Diagnosis(
        what=f"env.py can't import `{first}`: the project's folder isn't on Alembic's path",
        why="the `alembic` command doesn't put the working directory on the path",
        confidence=CLEAR,
        place=spot.place if spot else None,
        evidence=(spot.evidence("the import"),) if spot else (),
        mend=("`prepend_sys_path = .` in alembic.ini's `[alembic]`",),
    )


def _path(case: Case, first: str) -> str:
    for path in case.facts.paths if case.facts else ():
        if first in path.removesuffix(".py").split("/"):
            return path
    return ""


def _folder(case: Case, first: str) -> str:
    parts = _path(case, first).split("/")
    return "/".join(parts[: parts.index(first)]) if first in parts else "."


def _ini(case: Case) -> str | None:
    paths = [path for path, _ in notes(case.program)] if case.program else []
    return next((path for path in paths if path.endswith("alembic.ini")), None)


def _section(case: Case, ini: str) -> tuple[int, int]:
    """The line of `[alembic]`, and where the next begins."""
    text = note(case.program, ini) if case.program else None
    found = re.search(r"^\[alembic\].*$", text or "", re.MULTILINE)
    if text is None or found is None:
        return 1, 0
    end = text.find("\n", found.end())
    return text.count("\n", 0, found.start()) + 1, len(text) if end < 0 else end + 1


def _prepended(case: Case, ini: str, folder: str) -> tuple[Edit, ...]:
    text = (note(case.program, ini) if case.program else None) or ""
    given = re.search(r"^prepend_sys_path\s*=\s*(.*)$", text, re.MULTILINE)
    if given:
        if given[1].strip() == folder:
            return ()
        return (Edit(ini, given.start(1), given.end(1), folder),)
    at = _section(case, ini)[1]
    return (Edit(ini, at, at, f"prepend_sys_path = {folder}\n"),) if at else ()


FAULT = Fault(
    name="alembic-cannot-import-app",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "ModuleNotFoundError: No module named 'shop'",
                ("/srv/alembic/env.py", 2, "<module>", "from shop.models import metadata"),
            ),
            {
                "alembic.ini": "[alembic]\nscript_location = alembic\n",
                "alembic/env.py": "from alembic import context\nfrom shop.models import metadata\n",
                "shop/models.py": "metadata = None\n",
                "shop/__init__.py": "",
            },
            "alembic.ini:1",
            mended=True,
        ),
    ),
)
