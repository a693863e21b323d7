"""A template isn't where the loader looks.

Tell-tale: `TemplateNotFound`.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.source import lines_with


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("TemplateNotFound", "TemplatesNotFound")
    if raised is None:
        return None
    made = lines_with(
        case, r"Jinja2Templates\(|FileSystemLoader\(|PackageLoader\(", "Loader(", "Jinja2Templates("
    )
    spot = case.spot(raised)
    name = raised.message.strip("'").partition("'")[0].partition(" ")[0]
    stem = name.rpartition("/")[2].partition(".")[0]
    naming = [
        one for one in case.spots(raised) if re.search(rf"['\"/]{re.escape(stem)}\b", one.code)
    ]
    there = _elsewhere(case, name)
    place = made[0].place() if made else spot.place if spot else None
    if there and naming:
        place = naming[-1].place
    return Diagnosis(
        what=f"the template `{name}` isn't found",
        why=f"it is at `{there}`, and asked for by another name"
        if there
        else "the loader looks in another folder: a relative one starts at the working directory",
        confidence=SURE if made else CLEAR,
        place=place,
        evidence=(spot.evidence("where it is wanted"),) if spot else (),
        mend=('name the folder from the file: `Path(__file__).parent / "templates"`',),
    )


def _elsewhere(case: Case, name: str) -> str | None:
    """The template below a folder of templates, under a longer name."""
    root = case.facts.root if case.facts else None
    last = name.rpartition("/")[2]
    for pattern in ("templates/**/", "*/templates/**/", "*/*/templates/**/") if last else ():
        for file in root.glob(pattern + last) if root else ():
            return file.relative_to(root).as_posix() if root else None
    return None


FAULT = Fault(
    name="template-not-found",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "jinja2.exceptions.TemplateNotFound: index.html",
                (
                    "/srv/app/pages.py",
                    9,
                    "index",
                    'return templates.TemplateResponse(request, "index.html")',
                ),
            )
        ),
    ),
)
