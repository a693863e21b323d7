"""A module of the project isn't found under the name by which it is imported.

It was renamed or moved, or the process was started from another folder than its imports assume.

Tell-tale: `ModuleNotFoundError` for a name that the project has, or nearly has.
Not this:  a library (`dependency-not-installed`), env.py (`alembic-cannot-import-app`).
"""

import re

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import IMPORTED, trace
from fe_skill.faults.fault import (
    CLEAR,
    LIKELY,
    SURE,
    Diagnosis,
    Edit,
    Evidence,
    Fault,
    Sample,
)
from fe_skill.faults.looking.names import import_at, nearest

_SIGN = re.compile(r"No module named ['\"`]?([\w.]+)")
# What applications call their own packages, and libraries are never called.
_EITHER = 0.4  # the name may as well be a library's
_OWN = frozenset(
    ("api", "app", "apps", "backend", "common", "config", "conftest", "core", "crud", "database",
     "db",
     "helpers", "lib", "main", "models", "routers", "routes", "schemas", "server", "services",
     "settings", "src", "tests", "utils")
)  # fmt: skip


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("ModuleNotFoundError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    spot = case.spot(raised)
    if found is None or (spot and re.search(r"(?:^|/)env\.py$", spot.path)):
        return None
    name = found[1]
    if case.facts is None:
        own = name.partition(".")[0] in _OWN
        return _without_project(name, spot, LIKELY if own else _EITHER)
    names = {case.facts.module_name(path) for path in case.facts.paths}
    tops = {path.split("/")[0].removesuffix(".py") for path in case.facts.paths}
    known = {part for one in names for part in (one, *_above(one))}
    if name.partition(".")[0] not in tops | {one.partition(".")[0] for one in known}:
        return None
    right = _right(name, known, case, spot.code if spot else "")
    return Diagnosis(
        what=f"the project has no module `{name}` where the process looks",
        why=f"it is called `{right}`" if right else "it was renamed or moved, or starts elsewhere",
        confidence=SURE if right and spot else CLEAR if spot else LIKELY,
        place=spot.place if spot else None,
        evidence=(
            *((spot.evidence("the import"),) if spot else ()),
            *(
                (Evidence(f"the module `{right}`", p, 1) for p in (_path(case, right),) if p)
                if right
                else ()
            ),
        ),
        mend=(
            f"import it as `{right}`" if right else "import it by its name as it is now",
            "or start the process from the folder that its imports begin at",
        ),
        edits=_renamed(case, name, right) if right else (),
        safe=True,
    )


def _without_project(name: str, spot: Spot | None, confidence: float) -> Diagnosis:
    return Diagnosis(
        what=f"the module `{name}` isn't found where the process looks",
        why="it is the application's own, and the process starts in another folder than its "
        "imports assume",
        confidence=confidence,
        place=spot.place if spot else None,
        evidence=(spot.evidence("the import"),) if spot else (),
        mend=(
            "start in the folder that holds the package, or put that folder on `PYTHONPATH`",
            "in a container: `WORKDIR` above the package, and `COPY ./app ./app`",
            '`alembic`: `prepend_sys_path = .`; pytest: `pythonpath = ["."]`',
        ),
    )


def _above(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:at]) for at in range(1, len(parts))]


def _right(name: str, known: set[str], case: Case, code: str) -> str | None:
    """The name under which others import it: without `src.`, or the nearest in the package."""
    whole = re.search(rf"\b{re.escape(name)}(?:\.\w+)*", code)
    full = whole[0] if whole else name
    first, _, rest = full.partition(".")
    if first in {"src", "app", "backend"} and rest in known and full not in known:
        return rest
    if full in known:  # it is there, and the process looks elsewhere
        ending = rest.replace(".", "/")
        paths = (path.removesuffix(".py") for path in (case.facts.paths if case.facts else ()))
        return rest if rest and any(path.endswith(f"/{ending}") for path in paths) else None
    package = name.rpartition(".")[0]
    inside = {one for one in known if one.rpartition(".")[0] == package}
    return nearest(name, inside) if package in known or not package else None


def _path(case: Case, name: str) -> str | None:
    for path in case.facts.paths if case.facts else ():
        if case.facts and case.facts.module_name(path) == name:
            return path
    return None


def _renamed(case: Case, name: str, right: str) -> tuple[Edit, ...]:
    """Every import of the wrong name in that file."""
    at = import_at(case, case.spot())
    if at is None:
        return ()
    module, node = at
    text = module.segment(node)
    full = re.search(rf"\b{re.escape(name)}(?:\.\w+)*", text)
    if full is None:
        return ()
    old = full[0] if full[0].endswith(right) else name
    start = module.offsets(node)[0] + full.start()
    return (Edit(module.path, start, start + len(old), right),)


FAULT = Fault(
    name="module-not-found",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "ModuleNotFoundError: No module named 'billing.invoices'",
                ("/srv/tools.py", 1, "<module>", "from billing.sums import doubled"),
                IMPORTED,
                ("/srv/billing/sums.py", 1, "<module>", "from billing.invoices import total"),
            ),
            {
                "billing/__init__.py": "",
                "billing/sums.py": "from billing.invoices import total\n",
                "billing/invoice.py": "total = 1\n",
                "tools.py": "from billing.sums import total\n",
            },
            "billing/sums.py:1",
            mended=True,
        ),
    ),
)
