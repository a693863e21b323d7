"""A template isn't where the loader looks.

Tell-tale: `TemplateNotFound`.
"""

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
    place = made[0].place() if made else spot.place if spot else None
    return Diagnosis(
        what=f"the template `{raised.message.strip(chr(39)).partition(' ')[0]}` isn't found",
        why="the loader looks in another folder: a relative one starts at the working directory",
        confidence=SURE if made else CLEAR,
        place=place,
        evidence=(spot.evidence("where it is wanted"),) if spot else (),
        mend=('name the folder from the file: `Path(__file__).parent / "templates"`',),
    )


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
