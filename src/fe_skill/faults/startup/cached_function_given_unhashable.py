"""A cached function is given what can't be a key of its cache.

`functools.cache` and `lru_cache` look the arguments up, so each has to be hashable. A Pydantic
model or settings class is only where it is frozen.

Tell-tale: "unhashable type" without a line of the project: FastAPI called a cached dependency.
"""

import re
from collections.abc import Iterator

from fe_skill.faults.case import Case, functions_of
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import SURE, Diagnosis, Evidence, Fault, Sample
from fe_skill.faults.looking.routes import parameters
from fe_skill.faults.looking.schemas import configured
from fe_skill.faults.looking.source import class_named, placed, shown
from fe_skill.syntax.module import Function, SourceModule

_CACHES = re.compile(r"(?:functools\.)?(?:lru_cache|cache)\b")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("TypeError", says=r"unhashable type: '(\w+)'")
    if raised is None:
        return None
    kind = raised.message.rpartition("'")[0].rpartition("'")[2]
    found = next(_cached(case, kind), None)
    if found is None:
        return None
    module, function = found
    defined = class_named(case, kind)
    is_settings = any(one.name == kind for one in case.facts.settings) if case.facts else False
    return Diagnosis(
        what=f"`{function.name}` is cached by its arguments, and a `{kind}` can't be looked up",
        why="a cache keeps results by the hash of the arguments",
        confidence=SURE,
        place=placed(module, function, function.name),
        evidence=(
            shown(module, function, "the cached function"),
            *((Evidence("its argument", defined[0].path, defined[1].lineno),) if defined else ()),
        ),
        mend=(
            f"freeze it, if it never changes: `class {kind}(..., frozen=True)`",
            "or cache without arguments, and get what is needed inside",
        ),
        edits=configured(case, kind, "frozen", "True", "SettingsConfigDict") if is_settings else (),
    )


def _cached(case: Case, kind: str) -> Iterator[tuple[SourceModule, Function]]:
    """The cached functions that take such a thing."""
    for module in case.program.mentioning(b"cache") if case.program else ():
        for function in functions_of(module):
            cached = any(_CACHES.match(module.segment(one)) for one in function.decorator_list)
            taken = (one.annotation for one, _ in parameters(function) if one.annotation)
            if cached and any(re.search(rf"\b{kind}\b", module.segment(one)) for one in taken):
                yield module, function


_APP = """\
from functools import lru_cache

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    limit: int = 3


@lru_cache
def gateway(settings: Settings) -> int:
    return settings.limit
"""

FAULT = Fault(
    name="cached-function-given-unhashable",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "TypeError: unhashable type: 'Settings'",
                ("/usr/lib/python3.12/site-packages/anyio/to_thread.py", 1124, "run", "result"),
            ),
            {"app.py": _APP},
            "app.py:11",
            mended=True,
        ),
    ),
    docs=("https://docs.python.org/3/library/functools.html#functools.lru_cache",),
)
