"""The server was told to load an application that isn't there.

`module:attribute` names another attribute than the one that the application has, a module that
can't be found from here, or a factory that can't be called without arguments.

Tell-tale: "Error loading ASGI app", "Could not import module", "Import string".
"""

import ast
import re
from collections.abc import Iterator

from fe_skill.faults.case import Case, functions_of
from fe_skill.faults.fault import (
    CLEAR,
    LIKELY,
    SURE,
    Diagnosis,
    Edit,
    Evidence,
    Fault,
    Place,
    Sample,
)
from fe_skill.faults.looking.commands import commands
from fe_skill.faults.looking.modules import known
from fe_skill.faults.looking.source import placed, shown
from fe_skill.faults.mending import replaced
from fe_skill.faults.reading.reading import Raised
from fe_skill.syntax.module import SourceModule

_ATTRIBUTE = re.compile(r"Attribute \"([\w.]+)\" not found in module \"([\w.]+)\"")
_GUNICORN = r"Failed to find (?:attribute|application object) '(\w+)' in '([\w.]+)'"
_MODULE = re.compile(r"Error loading ASGI app\. Could not import module \"([\w.]+)\"")
_FACTORY = re.compile(r"Error loading ASGI app factory: (\w+)\(\)")
_STRING = re.compile(r"Import string \"([^\"]*)\" must be in format")
# A server calls an application with `scope, receive, send`.
_CALLED = re.compile(
    r"([\w.]+)\(\) (?:takes \d+ positional arguments? but [34] were given)|object is not callable"
)
_RELOADED = (
    r"auto-reload only works when app is passed as an import string|"
    r"You must pass the application as an import string"
)
_MEND = ("name what there is: `uvicorn package.module:attribute`",)


def recognise(case: Case) -> Diagnosis | None:
    if found := case.says(_ATTRIBUTE.pattern) or case.says(_GUNICORN):
        return _no_attribute(case, found[2], found[1])
    if (raised := case.raised("TypeError", says=_CALLED.pattern)) and _by_the_server(raised):
        called = _CALLED.search(raised.message)
        return _no_application(case, called[1] if called else "")
    if case.says(_RELOADED):
        return _object(case)
    if found := case.says(_FACTORY.pattern):
        return _factory(case, found[1])
    if found := case.says(f"{_MODULE.pattern}|{_STRING.pattern}"):
        return _no_module(case, found[1] or found[2])
    return None


def _no_attribute(case: Case, module: str, attribute: str) -> Diagnosis:
    path = known(case).get(module)
    there = next(
        (one for one in (case.facts.applications if case.facts else ()) if one.where.path == path),
        None,
    )
    name = there.name.rpartition(":")[2] if there else ""
    place = Place(there.where.path, there.where.line, name) if there else None
    return Diagnosis(
        what=f"`{module}` has no `{attribute}`"
        + (f"; its application is `{name}`" if there else ""),
        why="the server takes the attribute after the colon from the module before it",
        confidence=SURE if there else CLEAR,
        place=place or (Place(path, 1) if path else None),
        evidence=(Evidence("the application", place.path, place.line),) if place else (),
        mend=(f"start `{module}:{name}`",) if there else _MEND,
        edits=_started(case, f"{module}:{attribute}", f"{module}:{name}") if there else (),
        safe=True,
    )


def _object(case: Case) -> Diagnosis:
    there = next(iter(case.facts.applications if case.facts else ()), None)
    name = there.name if there else "package.module:app"
    found = next(_given_an_object(case), None)
    if found is not None:
        name = found[2]
    return Diagnosis(
        what="`reload` and `workers` start the application anew, and have only an object of it",
        why="another process can't take an object over; it imports the application by its name",
        confidence=SURE if found else CLEAR,
        place=placed(found[0], found[1], "app") if found else None,
        evidence=(shown(found[0], found[1], "the object"),) if found else (),
        mend=(f'`uvicorn.run("{name}", ...)`: the name in the place of the object',),
        edits=(replaced(found[0], found[1], f'"{name}"'),) if found else (),
        safe=True,
    )


def _given_an_object(case: Case) -> Iterator[tuple[SourceModule, ast.expr, str]]:
    """What `uvicorn.run` is given, and the name under which that is imported."""
    for module in case.program.mentioning(b"uvicorn") if case.program else ():
        for call in module.calls_to("uvicorn.run"):
            first = call.args[0] if call.args else None
            dotted = case.program.resolve(module, first) if case.program and first else None
            if first is not None and dotted and not isinstance(first, ast.Constant):
                yield module, first, ":".join(dotted.rsplit(".", 1))


def _by_the_server(raised: Raised) -> bool:
    """Whether the server, or the outermost layer around the application, made the call."""
    return (
        bool(raised.frames)
        and re.search(
            r"uvicorn/(?:protocols|middleware)|/(?:hypercorn|granian|daphne|mangum)/|starlette/testclient",
            raised.frames[-1].path.replace("\\", "/"),
        )
        is not None
    )


def _no_application(case: Case, called: str) -> Diagnosis:
    there = next(iter(case.facts.applications if case.facts else ()), None)
    name = there.name.rpartition(":")[2] if there else "app"
    return Diagnosis(
        what=f"the server was given `{called}`, which is no application"
        if called
        else "the server was given something that is no application",
        why="it calls what stands after the colon with `scope, receive, send`",
        confidence=CLEAR,
        place=Place(there.where.path, there.where.line, name) if there else None,
        mend=(
            f"name the application there: `uvicorn package.module:{name}`",
            "a function that makes it: `--factory`",
        ),
    )


def _started(case: Case, old: str, new: str) -> tuple[Edit, ...]:
    """The commands that name the wrong one, with the right one."""
    return tuple(
        Edit(path, found.start(), found.end(), new)
        for path, text in commands(case)
        for found in re.finditer(rf"(?<![\w.]){re.escape(old)}(?!\w)", text)
    )


def _factory(case: Case, name: str) -> Diagnosis:
    found = [
        (module, node)
        for module in (case.program.mentioning(f"def {name}".encode()) if case.program else ())
        for node in functions_of(module)
        if node.name == name
    ]
    place = Place(found[0][0].path, found[0][1].lineno, name) if found else None
    return Diagnosis(
        what=f"the factory `{name}` can't be called without arguments",
        why="a server calls an application's factory with none",
        confidence=SURE if place else CLEAR,
        place=place,
        mend=("give its parameters defaults, or read them from the settings inside it",),
        evidence=(Evidence("the factory", place.path, place.line),) if place else (),
    )


def _no_module(case: Case, name: str) -> Diagnosis:
    last = name.partition(":")[0].rpartition(".")[2]
    apps = case.facts.applications if case.facts else ()
    there = next((one for one in apps if one.where.path.endswith(f"{last}.py")), None)
    there = there or (apps[0] if len(apps) == 1 else None)
    place = Place(there.where.path, there.where.line, there.name) if there else None
    return Diagnosis(
        what=f"the server finds no module `{name}` from where it starts",
        why="it is looked for in the working directory, or in `--app-dir`",
        confidence=CLEAR if place else LIKELY,
        place=place,
        mend=(f"start `{there.name}` in the project's root",) if there else _MEND,
        evidence=(Evidence("the application", place.path, place.line),) if place else (),
    )


_MAIN = "from fastapi import FastAPI\n\napi = FastAPI()\n"

FAULT = Fault(
    name="app-not-found",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            "WARNING:  You must pass the application as an import string to enable 'reload' or "
            "'workers'.",
            {
                "hive/web.py": "from fastapi import FastAPI\n\napp = FastAPI()\n",
                "hive/start.py": "import uvicorn\n\nfrom hive.web import app\n\n"
                "uvicorn.run(app, workers=2)\n",
            },
            "hive/start.py:5",
            mended=True,
        ),
        Sample(
            'ERROR:    Error loading ASGI app. Attribute "app" not found in module '
            '"service.main".\n',
            {
                "service/main.py": _MAIN,
                "Procfile": "web: uvicorn service.main:app\n",
            },
            "service/main.py:3",
            mended=True,
        ),
        Sample("gunicorn.errors.AppImportError: Failed to find attribute 'app' in 'main'."),
        Sample('ERROR:    Error loading ASGI app. Could not import module "main".\n'),
    ),
    docs=("https://fastapi.tiangolo.com/deployment/manually/",),
)
