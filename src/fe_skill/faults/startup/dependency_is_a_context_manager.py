"""A dependency with `yield` is decorated as a context manager.

FastAPI makes one of it itself. What `@contextmanager` gives isn't the generator that it runs.

Tell-tale: "_GeneratorContextManager" or "_AsyncGeneratorContextManager" in the message.
"""

from collections.abc import Iterator

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.source import placed, shown
from fe_skill.project.program import Function

_SIGN = r"_(?:Async)?GeneratorContextManager"


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("TypeError", "AttributeError", says=_SIGN)
    found = next(_decorated(case), None) if raised else None
    if raised is None or found is None:
        return None
    module, decorator = found.module, found.node.decorator_list[0]
    spot = case.spot(raised)
    return Diagnosis(
        what=f"the dependency `{found.name}` is decorated as a context manager",
        why="FastAPI runs a dependency with `yield` itself, and wants the plain generator",
        confidence=SURE,
        place=placed(module, decorator, found.name),
        evidence=(
            shown(module, decorator, "the decorator"),
            *((spot.evidence("where its value was wanted"),) if spot else ()),
        ),
        mend=("take the decorator away; outside of requests: `contextmanager(function)()`",),
        edits=_undecorated(found),
        safe=not list(case.program.callers(found.dotted)) if case.program else False,
    )


def _decorated(case: Case) -> Iterator[Function]:
    program = case.program
    for module in program.mentioning(b"contextmanager") if program else ():
        for function in program.functions(module) if program else ():
            decorators = [module.segment(one) for one in function.node.decorator_list]
            managed = any(one.endswith("contextmanager") for one in decorators)
            if program and managed and program.is_dependency(function):
                yield function


def _undecorated(function: Function) -> tuple[Edit, ...]:
    """The function without its only decorator."""
    module, decorators = function.module, function.node.decorator_list
    if len(decorators) != 1:
        return ()
    start, end = module.offset(decorators[0].lineno), module.offset(function.node.lineno)
    return (Edit(module.path, start, end, ""),)


_APP = """\
from contextlib import contextmanager

from fastapi import Depends, FastAPI

app = FastAPI()


@contextmanager
def opened():
    yield 1


@app.get("/")
def one(value=Depends(opened)):
    return value.number
"""

FAULT = Fault(
    name="dependency-is-a-context-manager",
    explanation=__doc__,
    recognise=recognise,
    explains=("value-of-wrong-kind", "wrong-kind-of-context-manager"),
    samples=(
        Sample(
            trace(
                "AttributeError: '_GeneratorContextManager' object has no attribute 'number'",
                ("/srv/main.py", 15, "one", "return value.number"),
            ),
            {"main.py": _APP},
            "main.py:8",
            mended=True,
        ),
    ),
    docs=("https://fastapi.tiangolo.com/tutorial/dependencies/dependencies-with-yield/",),
)
