"""Alembic doesn't find its configuration.

Tell-tale: "No 'script_location' key found in configuration", "No config file 'alembic.ini'
           found", "Path doesn't exist".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.notes import note, notes

_SIGN = (
    r"No 'script_location' key found|No config file '[^']*' found|No \[alembic\] section|"
    r"Path doesn't exist: '?[\w./-]*(?:alembic|migrations)"
)


def recognise(case: Case) -> Diagnosis | None:
    if not case.says(_SIGN):
        return None
    found = [path for path, _ in notes(case.program)] if case.program else []
    ini = next((path for path in found if path.endswith("alembic.ini")), None)
    nested = ini is not None and "/" in ini
    if ini and (moved := _moved(case, ini)):
        return moved
    return Diagnosis(
        what="Alembic doesn't find its configuration",
        why=f"it is in `{ini}`, and Alembic looks in the working directory"
        if nested
        else "the working directory has no alembic.ini with a `script_location` that is there",
        confidence=SURE if ini else CLEAR,
        place=Place(ini, 1, "alembic.ini") if ini else None,
        mend=(
            f"run `alembic -c {ini} ...`, or from that folder"
            if nested
            else "run it where alembic.ini is; its `script_location` names the folder with env.py",
        ),
    )


def _moved(case: Case, ini: str) -> Diagnosis | None:
    """The configuration names a folder that isn't there, and env.py is in one other."""
    text = note(case.program, ini) or "" if case.program else ""
    named = re.search(r"^script_location\s*=\s*(?:%\(here\)s/)?(\S+)", text, re.MULTILINE)
    trees = [one for one in (case.facts.migrations if case.facts else ()) if one.env]
    there = [one.folder for one in trees]
    if named is None or len(there) != 1 or there[0] == named[1]:
        return None
    line = text.count("\n", 0, named.start()) + 1
    return Diagnosis(
        what=f"`script_location` names `{named[1]}`, where no env.py is",
        why=f"env.py is in `{there[0]}`",
        confidence=SURE,
        place=Place(ini, line, "script_location"),
        evidence=(Evidence("where env.py is", f"{there[0]}/env.py", 1),),
        mend=(f"`script_location = {there[0]}`",),
        edits=(Edit(ini, named.start(1), named.end(1), there[0]),) if "/" not in ini else (),
        safe=True,
    )


_ONE = 'revision = "1"\ndown_revision = None\n\n\ndef upgrade():\n    pass\n'
_SETUP = "[alembic]\nscript_location = alembic\n"

FAULT = Fault(
    name="alembic-ini-missing",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample("FAILED: No 'script_location' key found in configuration."),
        Sample(
            "FAILED: Path doesn't exist: alembic.  Please use the 'init' command to create a new "
            "scripts folder.",
            {
                "alembic.ini": _SETUP,
                "db/env.py": "context.run_migrations()\n",
                "db/versions/1.py": _ONE,
            },
            "alembic.ini:2",
            mended=True,
        ),
        Sample("FAILED: No config file 'alembic.ini' found, or file has no '[alembic]' section"),
    ),
)
