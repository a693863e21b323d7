"""A template reads a name that it was not given.

Tell-tale: `jinja2.exceptions.UndefinedError`, mostly with "'...' is undefined".
"""

import ast

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Evidence, Fault, Sample
from fe_skill.faults.reading.reading import Frame, Raised


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("UndefinedError")
    if raised is None:
        return None
    giving = _giving(case, raised)
    read = _in_template(raised)
    name = read.path.replace("\\", "/").rpartition("/")[2] if read else "the template"
    said = raised.message.partition("\n")[0]
    return Diagnosis(
        what=f"`{name}` reads what it was not given{said and f': {said}'}",
        why="a template knows only the names in its context",
        confidence=SURE if giving and case.program else CLEAR,
        place=giving.place if giving else None,
        evidence=(
            *((Evidence("the template", name, read.line, read.code),) if read else ()),
            *((giving.evidence("what it is given"),) if giving else ()),
        ),
        mend=(
            "give it in the context; the same for every page: a context processor",
            "or let the template do without: `{% if name is defined %}`",
        ),
    )


def _in_template(raised: Raised) -> Frame | None:
    return next((one for one in reversed(raised.frames) if not one.path.endswith(".py")), None)


def _giving(case: Case, raised: Raised) -> Spot | None:
    """The innermost line that names values: what only hands them on doesn't know them."""
    spots = [spot for spot in case.spots(raised) if spot.path.endswith(".py")]
    for spot in reversed(spots):
        statement = case.statement_at(spot)
        for node in ast.walk(statement) if statement else ():
            if isinstance(node, ast.Dict) or (isinstance(node, ast.keyword) and node.arg):
                return spot
    return spots[-1] if spots else None


_PAGES = """\
from showing import show


def pictures(request):
    return show(request, "pictures.html", title="Pictures")
"""
_SHOWING = """\
def show(request, name, **values):
    return templates.TemplateResponse(request, name, values)
"""

FAULT = Fault(
    name="template-variable-missing",
    explanation=__doc__,
    recognise=recognise,
    explains=("call-refused-by-library", "template-not-found"),
    general=True,
    samples=(
        Sample(
            trace(
                "jinja2.exceptions.UndefinedError: 'owner' is undefined",
                ("/srv/pages.py", 5, "pictures", 'return show(request, "pictures.html", ...)'),
                ("/srv/showing.py", 2, "show", "return templates.TemplateResponse(request, ...)"),
                ("/srv/views/pictures.html", 2, "top-level template code", "{{ owner.name }}"),
            ),
            {"pages.py": _PAGES, "showing.py": _SHOWING},
            "pages.py:5",
        ),
    ),
    docs=("https://fastapi.tiangolo.com/advanced/templates/",),
)
