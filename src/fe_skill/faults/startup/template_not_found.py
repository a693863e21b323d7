"""A template isn't where it is looked for.

The name counts from the folders that `Jinja2Templates` was given; a relative folder counts from the
working directory.

Tell-tale: `TemplateNotFound`.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.literals import Written, written
from fe_skill.faults.looking.source import lines_with

_SIGN = re.compile(r"^'?([^\s'\"]+\.\w+)'?")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("TemplateNotFound", "TemplatesNotFound")
    if raised is None:
        return None
    said = _SIGN.search(raised.message)
    name = said[1] if said else raised.message.strip("'\"")
    spot = case.spot(raised)
    named = _named(case, name)
    there = _there(case, name)
    folder = next(iter(lines_with(case, r"Jinja2Templates\(", "Jinja2Templates(")), None)
    place = named.place if named else spot.place if spot else None
    return Diagnosis(
        what=f"there is no template `{name}` in the folders that are searched",
        why=f"there is `{there}`" if there else "the name counts from those folders",
        confidence=SURE if named else CLEAR,
        place=place,
        evidence=(
            *((named.evidence("where it is named"),) if named else ()),
            *((folder.evidence("where templates are searched"),) if folder else ()),
            *((spot.evidence("where it was wanted"),) if spot else ()),
        ),
        mend=(f"name it `{there}`",)
        if there
        else ("name the folder from the file: `Path(__file__).parent / 'templates'`",),
        edits=_renamed(named, name, there) if named and there else (),
        safe=True,
    )


def _named(case: Case, name: str) -> Written | None:
    """Where the template's name is written, with its ending or without."""
    exact = written(case, name)
    if exact:
        return exact[0]
    bare = written(case, name.rpartition(".")[0])
    inside = [
        one
        for one in bare
        if any(
            abs(spot.line - one.place.line) < 1
            for spot in case.spots()
            if spot.path == one.place.path
        )
    ]
    return inside[0] if inside else None


def _there(case: Case, name: str) -> str | None:
    """The template of this name in a folder below the one that is searched."""
    if case.facts is None:
        return None
    root = case.facts.root
    last = name.rpartition("/")[2]
    found = [one for one in root.glob("**/templates/**/*") if one.name == last]
    if len(found) != 1:
        return None
    parts = found[0].relative_to(root).as_posix().partition("templates/")
    return parts[2] if parts[2] != name else None


def _renamed(named: Written, name: str, there: str) -> tuple[Edit, ...]:
    text = there if named.value == name else there.rpartition(".")[0]
    return named.becomes(text)


FAULT = Fault(
    name="template-not-found",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "jinja2.exceptions.TemplateNotFound: home.html",
                ("/srv/app/main.py", 2, "home", 'return page(request, "home.html")'),
            ),
            {"app/main.py": 'def home(request):\n    return page(request, "home.html")\n'},
            "app/main.py:2",
        ),
        Sample("jinja2.exceptions.TemplateNotFound: 'index.html' not found in search path: 'x'"),
    ),
    docs=("https://fastapi.tiangolo.com/advanced/templates/",),
)
