"""The request has no credentials in the form that the route wants.

Tell-tale: 401 (403 before FastAPI 0.122) "Not authenticated", with `www-authenticate`. The
           scheme is in the route's dependencies, its router's, or the application's.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.routes import taking
from fe_skill.faults.looking.source import lines_with

_SAID = ("not authenticated", "invalid authentication credentials", "missing authorization")

_NOT_SIGNED_IN = 401


def recognise(case: Case) -> Diagnosis | None:
    answer = case.response
    if answer is None or case.chain or case.status not in {401, 403}:
        return None
    told = any(word in answer.detail.lower() for word in _SAID)
    if not told and (answer.detail or case.status != _NOT_SIGNED_IN):
        return None
    route = taking(case)
    guard = _guard(case)
    place = guard or (
        Place(route.registered.path, route.registered.line, route.path) if route else None
    )
    return Diagnosis(
        what="the request carries no credentials of the kind that the route wants",
        why="a security scheme guards the route and found no header that it can read",
        confidence=SURE if place and route else CLEAR if place else LIKELY,
        place=place,
        evidence=(Evidence("the route", route.registered.path, route.registered.line, route.path),)
        if route
        else (),
        mend=(
            "send `Authorization: Bearer <token>`",
            "a route that is meant to be open: take the dependency from it, its router or its "
            "include",
        ),
    )


def _guard(case: Case) -> Place | None:
    """Where the dependency is laid on the route from outside, or else the route."""
    route = taking(case)
    for where in reversed(route.via if route else ()):
        module = case.module(where.path)
        if module is not None and "dependencies=" in module.line(where.line):
            return Place(where.path, where.line, route.path if route else "")
    if route is not None:
        return Place(route.registered.path, route.registered.line, route.path)
    pattern = r"\b(?:HTTPBearer|OAuth2PasswordBearer|APIKeyHeader|HTTPBasic)\("
    found = lines_with(
        case, pattern, "HTTPBearer", "OAuth2PasswordBearer", "APIKeyHeader", "HTTPBasic"
    )
    return found[0].place() if found else None


FAULT = Fault(
    name="not-authenticated",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            'HTTP/1.1 401 Unauthorized\nwww-authenticate: Bearer\n\n{"detail":"Not authenticated"}'
        ),
        Sample('GET /me gives 403 {"detail":"Not authenticated"}'),
    ),
)
