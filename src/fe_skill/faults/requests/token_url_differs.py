"""The login of the documentation asks for tokens where no route is.

`tokenUrl` is only told to clients: nothing holds it to the route that gives the tokens.

Tell-tale: 404 for exactly the path that `tokenUrl` names, and a route with another prefix.
"""

import ast
from collections.abc import Iterator

from fe_skill.faults.case import Case
from fe_skill.faults.fault import SURE, Diagnosis, Evidence, Fault, Sample
from fe_skill.faults.looking.literals import Written
from fe_skill.faults.looking.routes import asked, fitting
from fe_skill.project.model import Route

_NOT_FOUND = 404


def recognise(case: Case) -> Diagnosis | None:
    method, path = asked(case)
    if case.status != _NOT_FOUND or method != "POST" or fitting(case, path):
        return None
    told = next((one for one in _told(case) if f"/{one.value.lstrip('/')}" == path), None)
    routes = _giving(case, path)
    if told is None or len(routes) != 1:
        return None
    route = routes[0]
    url = route.path if told.value.startswith("/") else route.path.lstrip("/")
    return Diagnosis(
        what=f"tokens are asked for at `{path}`, and given at `{route.path}`",
        why="`tokenUrl` is what clients are told; it has to name the route with all its prefixes",
        confidence=SURE,
        place=told.place,
        evidence=(
            told.evidence("what clients are told"),
            Evidence("the route", route.registered.path, route.registered.line),
        ),
        mend=(f'`tokenUrl="{url}"`',),
        edits=told.becomes(url),
        safe=True,
    )


def _told(case: Case) -> Iterator[Written]:
    for module in case.program.mentioning(b"tokenUrl") if case.program else ():
        for node in module.nodes(ast.keyword):
            if node.arg == "tokenUrl" and isinstance(node.value, ast.Constant):
                yield Written(module, node.value)


def _giving(case: Case, path: str) -> list[Route]:
    """The routes that end like it."""
    last = path.rpartition("/")[2]
    routes = case.facts.routes if case.facts else ()
    return [one for one in routes if one.method == "POST" and one.path.rpartition("/")[2] == last]


_MAIN = """\
from fastapi import APIRouter, FastAPI
from fastapi.security import OAuth2PasswordBearer

bearer = OAuth2PasswordBearer(tokenUrl="token")
router = APIRouter(prefix="/auth")


@router.post("/token")
async def token():
    return {}


app = FastAPI()
app.include_router(router)
"""

FAULT = Fault(
    name="token-url-differs",
    explanation=__doc__,
    recognise=recognise,
    explains=("route-prefix-differs", "route-not-included"),
    samples=(
        Sample(
            'INFO:     127.0.0.1:8000 - "POST /token HTTP/1.1" 404 Not Found',
            {"main.py": _MAIN},
            "main.py:4",
            mended=True,
        ),
    ),
    docs=("https://fastapi.tiangolo.com/tutorial/security/first-steps/",),
)
