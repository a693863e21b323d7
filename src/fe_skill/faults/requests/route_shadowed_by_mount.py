"""A mount at the root is declared before other routes and takes their requests.

Tell-tale: 404 or 405 for a route that is there, in an application with a mount at "/".
"""

import ast

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.routes import asked, fitting
from fe_skill.faults.looking.source import last_name, lines_with
from fe_skill.faults.mending import line_after, without
from fe_skill.syntax.module import SourceModule


def recognise(case: Case) -> Diagnosis | None:
    if case.status not in {404, 405} or case.chain or case.facts is None:
        return None
    method, path = asked(case)
    fits = [one for one in fitting(case, path) if not method or one.method == method]
    found = _mount(case)
    if found is None or (path and not fits):
        return None
    module, mount, later = found
    return Diagnosis(
        what='a mount at "/" is declared before the routes, and takes their requests',
        why="routes and mounts are tried in the order in which they were declared",
        confidence=SURE if fits else CLEAR,
        place=Place(module.path, mount.lineno, "mount"),
        evidence=(
            Evidence("declared after it", module.path, later.lineno, module.segment(later)[:80]),
        ),
        mend=("mount last, after every route and `include_router`, or under a prefix of its own",),
        edits=_last(module, mount, later),
        safe=True,
    )


def _mount(case: Case) -> tuple[SourceModule, ast.Expr, ast.stmt] | None:
    """The mount with the last declaration that stands after it in the same block."""
    for line in lines_with(case, r"\.mount\(\s*['\"]/?['\"]", ".mount("):
        module = line.module
        mount = next((n for n in module.nodes(ast.Expr) if n.lineno == line.number), None)
        block = getattr(module.parent(mount), "body", []) if mount else []
        later = [n for n in block if n.lineno > line.number and _declares(n)]
        if mount is not None and later:
            return module, mount, later[-1]
    return None


def _declares(node: ast.stmt) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return last_name(node.value.func) in {"include_router", "add_api_route", "mount"}
    decorators = getattr(node, "decorator_list", ())
    return any(isinstance(one, ast.Call) for one in decorators)


def _last(module: SourceModule, mount: ast.Expr, later: ast.stmt) -> tuple[Edit, ...]:
    text = module.segment(mount)
    if "\n" in text:
        return ()
    return (without(module, mount), line_after(module, later, text))


_API = """\
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

app = FastAPI()
app.mount("/", StaticFiles(directory="public"))


@app.post("/contact")
async def contact():
    return "thanks"
"""

FAULT = Fault(
    name="route-shadowed-by-mount",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            'POST /contact gives 405 {"detail":"Method Not Allowed"}',
            {"main.py": _API},
            "main.py:5",
            mended=True,
        ),
    ),
)
