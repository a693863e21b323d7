"""A middleware isn't one that the application can use.

Middlewares are classes that take the application; a function goes through
`@app.middleware("http")`.

Tell-tale: "__init__() got an unexpected keyword argument 'app'", "missing 1 required positional
           argument: 'app'", "too many values to unpack" in `build_middleware_stack`.
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("ValueError", "TypeError"),
        says=(
            r"too many values to unpack \(expected 2\)|not enough values to unpack|"
            r"'NoneType' object is not callable|got an unexpected keyword argument "
            r"'?(\w*)|missing \d+ required (?:positional|keyword-only) arguments?: "
            r"(.+)|takes no arguments|takes \d+ positional arguments?"
        ),
        through=r"build_middleware_stack",
        what="a middleware can't be made: {0}{1}",
        why=(
            "the application makes each middleware with itself as `app` and the "
            "options of `add_middleware`; a middleware written for another version "
            "of Starlette, or one that is no class, can't be"
        ),
        mend=(
            ("`def __init__(self, app, ...)` on its class; hand the class over, not an object"),
            (
                '"too many values to unpack": FastAPI and Starlette don\'t fit one '
                "another: `pip check`"
            ),
        ),
    ),
)

FAULT = Fault(
    name="middleware-malformed",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                "ValueError: too many values to unpack (expected 2)",
                (
                    "/usr/lib/python3.12/site-packages/fastapi/applications.py",
                    156,
                    "build_middleware_stack",
                    "for cls, options in reversed(middleware):",
                ),
            )
        ),
    ),
)
