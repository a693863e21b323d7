"""A handler or dependency was called with other arguments than it takes.

Tell-tale: "missing 1 required positional argument" for an exception handler, a middleware's
           `dispatch`, a dependency or a path operation.
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("TypeError",),
        says=(
            r"([\w.<>]+)\(\) (missing \d+ required (?:positional|keyword-only) "
            r"arguments?: [^\n]+|takes (?:from )?\d+ [^\n]*given|got an unexpected "
            r"keyword argument '\w+'|got multiple values for argument '\w+')"
        ),
        unless=r"BaseModel\.validate|TemplateResponse\(\) missing",
        what="`{0}` was called with other arguments than it takes: {1}",
        why=(
            "its signature and its caller have moved apart; FastAPI, Starlette and "
            "pytest call by what the signature says"
        ),
        mend=(
            "compare the definition of `{0}` with the line that calls it",
            (
                "an exception handler takes `(request, exc)`, a method `self`, "
                "`dispatch` takes `(request, call_next)`"
            ),
        ),
        confidence=0.65,
    ),
)

FAULT = Fault(
    name="wrong-request-object",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    general=True,
    samples=(
        Sample(
            trace(
                "TypeError: create_item() missing 1 required positional argument: 'db'",
                ("/srv/app/items.py", 12, "post", "return create_item(item)"),
            )
        ),
    ),
    lookalikes=(
        Sample("TypeError: AsyncClient.__init__() got an unexpected keyword argument 'app'"),
    ),
)
