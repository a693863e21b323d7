"""The browser's preflight was refused: the origin, method or header isn't allowed.

Allowing every origin would only hide which ones are meant, and doesn't go with credentials.

Tell-tale: 400 "Disallowed CORS origin", "has been blocked by CORS policy", 405 for OPTIONS.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.source import Line, lines_with

_SIGN = r"Disallowed CORS|blocked by CORS policy|No 'Access-Control-Allow-Origin'"
_SLASH = re.compile(r"(['\"])(https?://[\w.:-]+)/(?=\1)")


def recognise(case: Case) -> Diagnosis | None:
    options = case.response is not None and case.response.method == "OPTIONS" and case.status == 405  # noqa: PLR2004
    if case.chain or not (case.says(_SIGN) or options):
        return None
    slash = lines_with(case, _SLASH.pattern, "http://", "https://")
    middleware = lines_with(case, r"CORSMiddleware\b", "CORSMiddleware")
    used = [line for line in middleware if "import" not in line.text]
    wrong = next((line for line in slash if used), None)
    chosen = wrong or next(iter(used), None)
    return Diagnosis(
        what="an allowed origin ends with a slash, which no browser sends"
        if wrong
        else "the browser's origin, method or header isn't allowed"
        if used or case.program is None
        else "no CORS middleware answers the browser's preflight",
        why="an origin is scheme, host and port, compared letter by letter",
        confidence=SURE if wrong else CLEAR if chosen else LIKELY,
        place=chosen.place() if chosen else None,
        mend=("take the slash away",)
        if wrong
        else (
            "name the origin, the method and the headers in `CORSMiddleware`: each as it is sent",
        ),
        edits=_without_slash(wrong) if wrong else (),
        safe=True,
    )


def _without_slash(line: Line) -> tuple[Edit, ...]:
    start = line.module.offset(line.number)
    text = line.module.line(line.number)
    return tuple(
        Edit(line.module.path, start + one.end() - 1, start + one.end(), "")
        for one in _SLASH.finditer(text)
    )


FAULT = Fault(
    name="cors-preflight-refused",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample("HTTP/1.1 400 Bad Request\n\nDisallowed CORS origin"),
        Sample(
            "Access to fetch at 'http://localhost:8000/items' from origin "
            "'http://localhost:3000' has "
            "been blocked by CORS policy"
        ),
    ),
    docs=("https://fastapi.tiangolo.com/tutorial/cors/",),
)
