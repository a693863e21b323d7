"""The application didn't start: its lifespan raised, or is no lifespan.

Tell-tale: "Application startup failed", an exception below a `lifespan` function, "'coroutine'
           object does not support the asynchronous context manager protocol".
"""

import ast
import re

from fe_skill.faults.case import Case, Spot, functions_of
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, OPEN, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.looking.calls import functions_named
from fe_skill.faults.looking.source import lines_with
from fe_skill.faults.mending import imported, line_before
from fe_skill.syntax.module import Function, SourceModule

_PROTOCOL = (
    r"'(?:coroutine|async_generator|generator)' object does not support the asynchronous context"
)
_FAILED = r"Application startup failed"


def recognise(case: Case) -> Diagnosis | None:
    if (
        case.raised("TypeError", says=_PROTOCOL)
        or case.raised("RuntimeError", says="generator didn't yield")
        or _entered(case)
    ):
        found = _lifespan(case)
        if found is None and case.raised("RuntimeError"):
            return None
        return _no_lifespan(found)
    spots = [
        spot for spot in case.spots() if re.search(r"lifespan|startup|on_start", spot.function)
    ]
    if case.chain and spots and case.last is not None:
        return _raised_in(case, spots[-1])
    if not case.chain and case.says(_FAILED):
        return Diagnosis(
            what="the application didn't start",
            why="an exception in its lifespan; the text doesn't have it",
            confidence=OPEN,
            mend=("read the traceback above the line: it names the cause",),
        )
    return None


def _entered(case: Case) -> bool:
    """Whether what was given as the lifespan broke at its entrance."""
    last = case.last
    return (
        last is not None
        and last.name in {"TypeError", "AttributeError"}
        and any(
            frame.function == "lifespan" and "lifespan_context" in frame.code
            for frame in last.frames[-1:]
        )
    )


def _lifespan(case: Case) -> tuple[SourceModule, Function] | None:
    """The function that is given as `lifespan=`."""
    for line in lines_with(case, r"lifespan\s*=\s*(\w+)", "lifespan"):
        for found in functions_named(case.program, line.found[1]) if case.program else ():
            return found.module, found.node
    for module in case.program.mentioning(b"def lifespan") if case.program else ():
        for node in functions_of(module):
            if node.name == "lifespan":
                return module, node
    return None


def _no_lifespan(found: tuple[SourceModule, Function] | None) -> Diagnosis:
    module, node = found or (None, None)
    yields = any(isinstance(one, ast.Yield) for one in ast.walk(node)) if node else True
    return Diagnosis(
        what="the lifespan isn't an asynchronous context manager",
        why="`@asynccontextmanager` and one `yield` make it one"
        if yields
        else "a lifespan has a `yield`: before it the start, after it the end",
        confidence=SURE if node else CLEAR,
        place=Place(module.path, node.lineno, node.name) if module and node else None,
        mend=("decorate it with `@asynccontextmanager`, and `yield` between start and end",),
        edits=_managed(module, node) if module and node else (),
    )


def _managed(module: SourceModule, node: Function) -> tuple[Edit, ...]:
    decorated = any("asynccontextmanager" in module.segment(one) for one in node.decorator_list)
    edits: list[Edit] = []
    if not decorated:
        edits = [line_before(module, node, "@asynccontextmanager")]
        edits += imported(module, "contextlib", "asynccontextmanager")
    if not any(isinstance(one, ast.Yield) for one in ast.walk(node)):
        last = node.body[-1]
        end = module.offsets(last)
        if isinstance(last, (ast.Return, ast.Pass)) and getattr(last, "value", None) is None:
            edits.append(Edit(module.path, *end, "yield"))
        else:
            column = " " * last.col_offset
            edits.append(Edit(module.path, end[1], end[1], f"\n{column}yield"))
    return tuple(edits)


def _raised_in(case: Case, spot: Spot) -> Diagnosis | None:
    last = case.last
    inner = case.spot()
    if last is None:
        return None
    message = last.message.partition("\n")[0][:100].rstrip(".")
    file = re.search(r"No such file or directory: '([^']+)'", last.message)
    named = lines_with(case, re.escape(file[1]), file[1].rpartition("/")[2]) if file else []
    place = named[0].place() if named else spot.place
    return Diagnosis(
        what=f"the lifespan raised {last.name}: {message}",
        why="an application whose lifespan raises doesn't start",
        confidence=SURE - 0.05 if named else LIKELY,
        place=place,
        evidence=(
            spot.evidence("in the lifespan"),
            *((inner.evidence("raised here"),) if inner else ()),
        ),
        mend=(
            "correct the path; one that is relative starts at the working directory: "
            "`Path(__file__).parent / ...` doesn't",
        )
        if file
        else ("see to what it needs before the application starts",),
    )


_LIFECYCLE = "async def lifespan(app):\n    print('start')\n    yield\n"

FAULT = Fault(
    name="lifespan-failed",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "TypeError: 'coroutine' object does not support the asynchronous context manager "
                "protocol",
                ("/usr/lib/python3.12/site-packages/starlette/routing.py", 700, "lifespan", ""),
            ),
            {
                "app/main.py": "from fastapi import FastAPI\nfrom app.life import lifespan\n"
                "app = FastAPI(lifespan=lifespan)\n",
                "app/life.py": _LIFECYCLE,
            },
            "app/life.py:1",
            mended=True,
        ),
        Sample("ERROR:    Application startup failed. Exiting."),
    ),
    docs=("https://fastapi.tiangolo.com/advanced/events/",),
)
