"""A module doesn't have the name that is imported from it.

Tell-tale: "cannot import name ... from", without a cycle.
Not this:  the module is an installed library's (library-versions-conflict).
"""

import re

from fe_skill.faults.case import Case, functions_of
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Edit, Evidence, Fault, Sample
from fe_skill.faults.looking.names import import_at, nearest
from fe_skill.faults.looking.source import class_named
from fe_skill.faults.reading.reading import Raised
from fe_skill.syntax.module import SourceModule

_SIGN = re.compile(r"cannot import name ['\"`](\w+)['\"`](?: from ['\"`]([\w.]+)['\"`])?")
_LIBRARY = re.compile(r"\([^)]*(?:site|dist)-packages")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("ImportError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if raised is None or found is None or "partially initialized" in raised.message:
        return None
    name, source = found[1], found[2] or "the module"
    spot = case.spot(raised)
    own = _named(case, source)
    if own is None and (_LIBRARY.search(raised.message) or _inside_a_library(case, raised)):
        return None
    home = _defining(case, name)
    near = nearest(name, own.names) if own else None
    moved = home if home is not None and home is not own else None
    return Diagnosis(
        what=f"`{source}` has no `{name}`",
        why=f"it is in `{moved.name}`"
        if moved
        else f"it has `{near}`"
        if near
        else "it was renamed, moved, or belongs to another version",
        confidence=SURE if moved or near else CLEAR if found[2] and spot else LIKELY,
        place=spot.place if spot else None,
        evidence=(
            *((spot.evidence("the import"),) if spot else ()),
            *((Evidence("it is defined here", moved.path, 1),) if moved else ()),
        ),
        mend=(
            f"import it from `{moved.name}`"
            if moved
            else f"import `{near}`"
            if near
            else "import what the module has; a library's changelog tells what a name became",
        ),
        edits=_mended(case, name, moved, near if not moved else None),
        safe=True,
    )


def _inside_a_library(case: Case, raised: Raised) -> bool:
    """Whether one library asked another: the import itself isn't the project's."""
    return bool(raised.frames) and case.located(raised.frames[-1]) is None


def _named(case: Case, dotted: str) -> SourceModule | None:
    for path in case.facts.paths if case.facts else ():
        if case.facts and case.facts.module_name(path) == dotted:
            return case.module(path)
    return None


def _defining(case: Case, name: str) -> SourceModule | None:
    """The one module that defines the name at its top."""
    at = class_named(case, name)
    if at is not None:
        return at[0]
    found = [
        module
        for module in (case.program.mentioning(name.encode()) if case.program else ())
        if any(f.name == name and f in module.tree.body for f in functions_of(module))
        or re.search(rf"^{name}\s*(?::[^=\n]+)?=", module.text, re.MULTILINE)
    ]
    return found[0] if len(found) == 1 else None


def _mended(
    case: Case, name: str, moved: SourceModule | None, near: str | None
) -> tuple[Edit, ...]:
    at = import_at(case, case.spot())
    if at is None or not hasattr(at[1], "module"):
        return ()
    module, node = at
    if near:
        alias = next((one for one in node.names if one.name == name and not one.asname), None)
        if alias is None:
            return ()
        start, end = module.offsets(alias)
        return (Edit(module.path, start, end, f"{near} as {name}"),)
    if moved is None or len(node.names) != 1:
        return ()
    start, end = module.offsets(node)
    kept = module.segment(node.names[0])
    return (Edit(module.path, start, end, f"from {moved.name} import {kept}"),)


FAULT = Fault(
    name="name-not-in-module",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "ImportError: cannot import name 'get_service' from 'app.deps' (/srv/app/deps.py)",
                ("/srv/app/router.py", 1, "<module>", "from app.deps import get_service"),
            ),
            {
                "app/router.py": "from app.deps import get_service\n",
                "app/deps.py": "other = 1\n",
                "app/users/deps.py": "def get_service():\n    return 1\n",
            },
            "app/router.py:1",
            mended=True,
        ),
    ),
)
