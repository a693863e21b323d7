"""The path is there, and takes other methods.

Tell-tale: 405. The `allow` header names the methods of the first route of that path only.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import (
    CLEAR,
    LIKELY,
    OPEN,
    SURE,
    Diagnosis,
    Edit,
    Evidence,
    Fault,
    Place,
    Sample,
)
from fe_skill.faults.looking.routes import asked, fitting
from fe_skill.project.model import Route


def recognise(case: Case) -> Diagnosis | None:
    if case.status != 405 or case.chain:  # noqa: PLR2004 -- the code itself
        return None
    method, path = asked(case)
    fits = fitting(case, path)
    if path and method and any(one.method == method for one in fits):
        return None  # a mount or another route takes it first
    if case.facts is not None and any("/" in (app.mounts or ()) for app in case.facts.applications):
        return None
    near = _near(fits, method)
    place = (
        Place(near.registered.path, near.registered.line, f"{near.method} {near.path}")
        if near
        else None
    )
    allowed = ", ".join(dict.fromkeys(one.method for one in fits))
    return Diagnosis(
        what=f"`{path or 'the path'}` takes {allowed or 'others'}, not {method or 'this one'}",
        why="no route of that path has the method",
        confidence=SURE if place and method else CLEAR if place else LIKELY if path else OPEN,
        place=place,
        evidence=tuple(
            Evidence(
                "a route of that path", r.registered.path, r.registered.line, f"{r.method} {r.path}"
            )
            for r in fits[:3]
        ),
        mend=(
            f"send {allowed}" if allowed else "send the method that the route takes",
            f"or declare the route for {method}"
            if method
            else "or declare the route for the method",
        ),
        edits=_renamed(case, near, method) if near else (),
    )


def _near(fits: list[Route], method: str) -> Route | None:
    """The route that was meant: for PUT a PATCH, for PATCH a PUT, else any that writes."""
    like = {"PUT": ("PATCH", "POST"), "PATCH": ("PUT", "POST"), "POST": ("PUT", "PATCH")}.get(
        method, ()
    )
    for wanted in like:
        for one in fits:
            if one.method == wanted:
                return one
    return fits[0] if fits else None


def _renamed(case: Case, route: Route, method: str) -> tuple[Edit, ...]:
    """PUT and PATCH are one another's likely slip; no other pair is."""
    module = case.module(route.registered.path)
    if module is None or {route.method, method} != {"PUT", "PATCH"}:
        return ()
    line = module.line(route.registered.line)
    found = re.search(rf"\.({route.method.lower()})\(", line)
    if found is None:
        return ()
    start = module.offset(route.registered.line) + found.start(1)
    return (Edit(module.path, start, start + len(found[1]), method.lower()),)


_API = """\
from fastapi import FastAPI

app = FastAPI()


@app.patch("/users/{user_id}")
async def change(user_id: int):
    return user_id
"""

FAULT = Fault(
    name="method-not-allowed",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            'PUT /users/3 gives 405 {"detail":"Method Not Allowed"}',
            {"main.py": _API},
            "main.py:6",
            mended=True,
        ),
    ),
)
