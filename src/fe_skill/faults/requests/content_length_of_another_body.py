"""A middleware sends another body under the headers of the first one.

`Content-Length` among them tells how long the body was, and the server holds the answer to that.

Tell-tale: "Response content longer than Content-Length", "Too much data for declared
           Content-Length", and a response made with the headers of another.
Not this:  a stream that broke off: its answer is too short (`response-already-started`).
"""

import ast
from collections.abc import Iterator

from fe_skill.faults.case import Case
from fe_skill.faults.fault import SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.source import last_name, placed, shown
from fe_skill.faults.mending import replaced
from fe_skill.syntax.module import SourceModule

_SIGN = (
    r"Response content (?:longer|shorter) than Content-Length|"
    r"Too (?:much|little) data for declared Content-Length"
)


def recognise(case: Case) -> Diagnosis | None:
    found = next(_sent_on(case), None) if case.says(_SIGN) else None
    if found is None:
        return None
    module, call, headers = found
    return Diagnosis(
        what="a response has the headers of another one, its length among them",
        why="the server holds an answer to its `Content-Length`",
        confidence=SURE,
        place=placed(module, call, last_name(call.func)),
        evidence=(shown(module, headers, "the headers of the first answer"),),
        mend=("leave `content-length` out: the new response counts its own body",),
        edits=_without_length(module, headers),
        safe=True,
    )


def _sent_on(case: Case) -> Iterator[tuple[SourceModule, ast.Call, ast.expr]]:
    """Responses made of another's headers, where that one's body was read."""
    for module in case.program.mentioning(b"body_iterator") if case.program else ():
        for call in module.nodes(ast.Call):
            if not last_name(call.func).endswith("Response"):
                continue
            for given in (*call.args, *(one.value for one in call.keywords)):
                text = module.segment(given)
                if ".headers" in text and "content-length" not in text.lower():
                    yield module, call, given


def _without_length(module: SourceModule, headers: ast.expr) -> tuple[Edit, ...]:
    plain = headers
    if isinstance(headers, ast.Call) and last_name(headers.func) == "dict" and headers.args:
        plain = headers.args[0]
    if not isinstance(plain, ast.Attribute) or plain.attr != "headers":
        return ()
    text = module.segment(plain)
    kept = f'{{k: v for k, v in {text}.items() if k.lower() != "content-length"}}'
    return (replaced(module, headers, kept),)


_STAMP = """\
from fastapi import Response


async def stamped(request, call_next):
    answer = await call_next(request)
    body = b"".join([part async for part in answer.body_iterator])
    return Response(body + b"!", 200, dict(answer.headers))
"""

FAULT = Fault(
    name="content-length-of-another-body",
    explanation=__doc__,
    recognise=recognise,
    explains=("response-already-started",),
    samples=(
        Sample(
            "RuntimeError: Response content longer than Content-Length",
            {"app/stamp.py": _STAMP},
            "app/stamp.py:7",
            mended=True,
        ),
    ),
    docs=("https://www.starlette.io/responses/",),
)
