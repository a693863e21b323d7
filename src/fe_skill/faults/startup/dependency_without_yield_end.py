"""A dependency with `yield` keeps an exception to itself, or doesn't yield once.

FastAPI sends exceptions of the path operation through the dependency: what is caught there has
to be raised again.

Tell-tale: "Response not awaited", "generator didn't stop after throw()", "generator didn't
           yield", "No response returned" from a dependency.
"""

import ast
from collections.abc import Iterator

from fe_skill.faults.case import Case, functions_of
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.source import is_test
from fe_skill.faults.mending import line_after
from fe_skill.syntax.module import SourceModule

_SIGN = (
    r"Response not awaited|generator didn't (?:stop|yield)|"
    r"No response returned"
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("FastAPIError", "RuntimeError", says=_SIGN)
    if raised is None:
        return None
    found = next(_swallowing(case), None)
    spot = case.spot(raised)
    place = (
        Place(found[0].path, found[1].lineno, "except") if found else spot.place if spot else None
    )
    if found is None and "No response" in raised.message:
        return None
    return Diagnosis(
        what="a dependency with `yield` catches an exception and doesn't raise it again",
        why="the answer to the request is decided by that exception, which never arrives",
        confidence=SURE if found else CLEAR,
        place=place,
        evidence=(spot.evidence("on the way"),) if spot else (),
        mend=(
            "end the `except` with `raise`",
            "one `yield`, in a `try` with `finally` for the end",
        ),
        edits=(line_after(found[0], found[1].body[-1], "raise"),) if found else (),
    )


def _swallowing(case: Case) -> Iterator[tuple[SourceModule, ast.ExceptHandler]]:
    for module in case.program.mentioning(b"yield") if case.program else ():
        for node in functions_of(module) if not is_test(module.path) else ():
            for attempt in module.inside(node, ast.Try):
                yields = any(
                    isinstance(one, ast.Yield) for part in attempt.body for one in ast.walk(part)
                )
                for handler in attempt.handlers if yields else ():
                    if not any(isinstance(one, ast.Raise) for one in ast.walk(handler)):
                        yield module, handler


_DEPS = """\
def get_source():
    try:
        yield {}
    except KeyError as error:
        print(error)
"""

FAULT = Fault(
    name="dependency-without-yield-end",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "fastapi.exceptions.FastAPIError: Response not awaited. There's a high chance "
                "that the "
                "application code is raising an exception and a dependency with yield has a block "
                "with a bare except",
            ),
            {"app/deps.py": _DEPS},
            "app/deps.py:4",
            mended=True,
        ),
    ),
    docs=("https://fastapi.tiangolo.com/tutorial/dependencies/dependencies-with-yield/",),
)
