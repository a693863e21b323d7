"""The server was told an application that isn't there.

Tell-tale: uvicorn's "Attribute ... not found in module", "Could not import module", "Could not
           find FastAPI app"; a factory that was given as an application.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.calls import functions_named

_ATTRIBUTE = re.compile(r'Attribute "([\w.]+)" not found in module "([\w.]+)"')
_MODULE = re.compile(r'Could not import module "([\w.]+)"')
_FACTORY = re.compile(r"(\w+)\(\) (?:takes \d+ positional arguments? but [13]|missing \d required)")
_CLI = re.compile(r"Could not find (?:a default file|FastAPI app)|Path does not exist .{1,80}\.py")


def recognise(case: Case) -> Diagnosis | None:
    attribute, module = case.says(_ATTRIBUTE.pattern), case.says(_MODULE.pattern)
    if attribute:
        return _found(
            case, f"`{attribute[2]}` has no `{attribute[1]}`", "the variable is called otherwise"
        )
    if module:
        return _found(
            case, f"`{module[1]}` can't be imported from here", "no module of that name is there"
        )
    if case.says(_CLI.pattern):
        return _found(
            case, "the command doesn't find the application", "it looks in main.py, app.py, api.py"
        )
    return _factory(case)


def _found(case: Case, what: str, why: str) -> Diagnosis:
    apps = case.facts.applications if case.facts else ()
    chosen = apps[0] if apps else None
    return Diagnosis(
        what=what,
        why=f"the application is `{chosen.name}`" if chosen else why,
        confidence=SURE if chosen else CLEAR,
        place=Place(chosen.where.path, chosen.where.line, chosen.name) if chosen else None,
        evidence=tuple(
            Evidence("an application", a.where.path, a.where.line, a.name) for a in apps[:3]
        ),
        mend=(
            f"start it by its name: `uvicorn {chosen.name.removesuffix('()')}"
            + (" --factory`" if chosen.name.endswith("()") else "`")
            if chosen
            else "name it as module:variable, from the folder that the module's name begins at",
            'or name it once for every command: `[tool.fastapi] entrypoint = "module:variable"`',
        ),
    )


def _factory(case: Case) -> Diagnosis | None:
    raised = case.raised("TypeError", says=_FACTORY.pattern)
    told = case.says(r"Error loading ASGI app factory: .*") if not case.chain else None
    found = _FACTORY.search(raised.message if raised else told[0] if told else "")
    frames = [frame.path for one in case.chain for frame in one.frames]
    served = told is not None or any("uvicorn" in path for path in frames)
    if found is None or not (served or found[1] in {"create_app", "get_app", "make_app"}):
        return None
    if case.spot(raised) is not None and not served:
        return None
    at = next(functions_named(case.program, found[1]), None) if case.program else None
    return Diagnosis(
        what=f"the factory `{found[1]}` was given to the server as if it were the application",
        why="a server calls the application with every request; a factory has to be called once",
        confidence=SURE if at else CLEAR,
        place=Place(at.module.path, at.node.lineno, found[1]) if at else None,
        mend=(
            "start it with `--factory`; it may then take no argument that has no default",
            "or give the server a variable: `app = create_app()`",
        ),
    )


FAULT = Fault(
    name="app-not-found",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            'ERROR:    Error loading ASGI app. Attribute "app" not found in module "service.main".'
        ),
        Sample('ERROR:    Error loading ASGI app. Could not import module "main".'),
        Sample(
            trace(
                "TypeError: create_app() takes 0 positional arguments but 1 was given",
                (
                    "/usr/lib/python3.12/site-packages/uvicorn/middleware/asgi2.py",
                    14,
                    "__call__",
                    "",
                ),
            )
        ),
    ),
)
