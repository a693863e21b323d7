"""FastAPI's or Starlette's objects are used like another framework's.

Flask's and Django's names for it are others, or the object is not the one that it is taken for.

Tell-tale: "'FastAPI' object has no attribute 'run'", "'Request' object has no attribute
           'get_json'".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("AttributeError",),
        says=r"'(FastAPI|Starlette)' object has no attribute '(run)'",
        what="`{0}` has no `{1}`: it is no server",
        why="an ASGI application is run by a server, such as Uvicorn",
        mend=(
            (
                "`fastapi dev`, `uvicorn main:app`, or `uvicorn.run(app)` under `if "
                '__name__ == "__main__"`'
            ),
        ),
    ),
    Sign(
        types=("AttributeError",),
        says=(
            r"'(FastAPI|Starlette|APIRouter|Request|JSONResponse|HTMLResponse|"
            r"UploadFile|BackgroundTasks|WebSocket|HTTPConnection)' object has no "
            r"attribute '(?!routes|lifespan_context|default_response_class|"
            r"dependencies)(\w+)'"
        ),
        what="`{0}` has no `{1}`",
        why=("that name is another framework's or another version's, or another object was meant"),
        mend=(
            (
                "`request.query_params`, `await request.json()`, `request.state`; "
                "handlers and middleware belong to the application, not to a router"
            ),
            "compare with the documentation of the installed version",
        ),
    ),
)

FAULT = Fault(
    name="framework-attribute-unknown",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample("AttributeError: 'FastAPI' object has no attribute 'run'"),
        Sample(
            trace(
                "AttributeError: 'Request' object has no attribute 'get_json'",
                ("/srv/app/main.py", 12, "create", "body = request.get_json()"),
            )
        ),
    ),
    lookalikes=(Sample("AttributeError: 'State' object has no attribute 'pool'"),),
)
