"""The folder of static files isn't there.

It is looked for from the working directory when its name is relative, and isn't made by itself;
Git keeps no empty folder.

Tell-tale: "Directory 'static' does not exist".
"""

import re
from pathlib import PurePosixPath

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.literals import Written, written

_SIGN = re.compile(r"Directory '([^']+)' does not exist")
_KINDS = (".css", ".js", ".png", ".svg", ".ico", ".html", ".woff2", ".jpg")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("RuntimeError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if found is None:
        return None
    spot = case.spot(raised)
    named = next(iter(written(case, found[1])), None)
    return Diagnosis(
        what=f"the folder `{found[1]}` of static files isn't there",
        why="a relative name counts from the working directory, and the folder isn't made",
        confidence=SURE if named else CLEAR,
        place=named.place if named else spot.place if spot else None,
        evidence=(
            *((spot.evidence("where it is mounted"),) if spot else ()),
            *((named.evidence("where it is named"),) if named else ()),
        ),
        mend=(
            "name it from the file: `Path(__file__).parent / 'static'`",
            "have the folder in the repository and in the image, with a file in it",
        ),
        edits=_one_that_is_there(case, named) if named else (),
    )


def _one_that_is_there(case: Case, named: Written) -> tuple[Edit, ...]:
    """The only folder beside the missing one that holds such files."""
    if case.facts is None or named.value.startswith("/"):
        return ()
    home = case.facts.root / PurePosixPath(named.value).parent
    if not home.is_dir():
        return ()
    folders = [
        one for one in home.iterdir() if one.is_dir() and not one.name.startswith((".", "_"))
    ]
    having = [one for one in folders if any(file.suffix in _KINDS for file in one.iterdir())]
    if len(having) != 1:
        return ()
    return named.becomes(str(PurePosixPath(named.value).parent / having[0].name))


FAULT = Fault(
    name="static-directory-missing",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "RuntimeError: Directory 'static' does not exist",
                ("/srv/app/main.py", 5, "<module>", 'app.mount("/s", StaticFiles(...))'),
            ),
            {"app/main.py": 'STATIC = "static"\n'},
            "app/main.py:1",
        ),
    ),
    docs=("https://fastapi.tiangolo.com/tutorial/static-files/",),
)
