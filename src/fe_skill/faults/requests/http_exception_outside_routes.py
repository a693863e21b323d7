"""An `HTTPException` was raised where nothing turns it into an answer.

FastAPI's handlers stand around the routes. A middleware is outside of them: what it raises comes
out as a 500.

Tell-tale: `HTTPException` as the last line of a traceback that goes through a middleware, and not
           through `ExceptionMiddleware`.
"""

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Fault, Sample
from fe_skill.faults.reading.reading import Raised

_INSIDE = ("starlette/middleware/exceptions.py", "starlette/_exception_handler.py")
_THROUGH = ("starlette/middleware/", "starlette/applications.py", "fastapi/applications.py")


def recognise(case: Case) -> Diagnosis | None:
    last = case.last
    if last is None or last.name != "HTTPException" or not _came_out(last):
        return None
    spot, below = _entered(case, last)
    inner = case.spot(last)
    return Diagnosis(
        what=f"an HTTPException came out of a middleware: {last.message.partition(chr(10))[0]}",
        why="the handlers that answer it stand around the routes, inside of every middleware",
        confidence=LIKELY if "/middleware/" not in below else SURE if case.program else CLEAR,
        place=spot.place if spot else None,
        evidence=tuple(
            one.evidence(note)
            for one, note in ((spot, "in the middleware"), (inner, "where it is raised"))
            if one and (note == "in the middleware" or one != spot)
        ),
        mend=(
            "answer there: `except HTTPException as error: return JSONResponse({...}, "
            "error.status_code)`",
            "or check in a dependency of the application instead: those are inside",
        ),
    )


def _came_out(raised: Raised) -> bool:
    paths = [frame.path.replace("\\", "/") for frame in raised.frames]
    through = any(part in path for path in paths for part in _THROUGH)
    return through and not any(path.endswith(_INSIDE) for path in paths)


def _entered(case: Case, raised: Raised) -> tuple[Spot | None, str]:
    """The project's first frame behind the last one of a library, and that one's file."""
    found: Spot | None = None
    for frame in reversed(raised.frames):
        spot = case.located(frame)
        if spot is None:
            return found, frame.path.replace("\\", "/")
        found = spot
    return found, ""


_BASE = ("/usr/lib/python3.12/site-packages/starlette/middleware/base.py", 200, "__call__", "")
_EXCEPTIONS = ("/usr/lib/python3.12/site-packages/starlette/middleware/exceptions.py", 63, "f", "")
_LAYER = ("/srv/app/layers.py", 8, "dispatch", "checked(request)")
_KEYS = ("/srv/app/keys.py", 4, "checked", "raise HTTPException(401)")

FAULT = Fault(
    name="http-exception-outside-routes",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace("fastapi.exceptions.HTTPException: 401: no key", _BASE, _LAYER, _KEYS),
            {
                "app/layers.py": "def dispatch(request):\n    checked(request)\n",
                "app/keys.py": "def checked(request):\n    raise HTTPException(401)\n",
            },
            "app/layers.py:2",
        ),
    ),
    lookalikes=(Sample(trace("fastapi.exceptions.HTTPException: 401: no", _EXCEPTIONS, _KEYS)),),
    docs=("https://fastapi.tiangolo.com/tutorial/middleware/",),
)
