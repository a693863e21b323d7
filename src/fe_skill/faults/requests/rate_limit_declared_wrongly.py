"""A path operation with a limit of slowapi lacks what slowapi needs of it.

Tell-tale: 'No "request" or "websocket" argument on function', "parameter `response` must be an
           instance of starlette.responses.Response"; the state has no `limiter`.
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=r"No \\?\"request\\?\" or \\?\"websocket\\?\" argument on function",
        what="a function with a limit has no parameter named `request`",
        why="slowapi finds the client by that parameter, and looks for it by its name",
        mend=(
            "add `request: Request` to the function",
            "the route's decorator stands above the limit's; a wrapper between them keeps the "
            "signature by `functools.wraps`",
        ),
    ),
    Sign(
        says=r"parameter `?(request|response)`? must be an instance of starlette",
        what="slowapi needs a `{0}` of Starlette, and finds none",
        why=(
            "with `headers_enabled` it writes into the response: the function returns none, and "
            "has no `response` parameter; or another parameter has the name `{0}`"
        ),
        mend=("add `{0}: {0}` of Starlette's type to the function, and use no other of that name",),
    ),
    Sign(
        types=("AttributeError",),
        says=r"'State' object has no attribute '(limiter)'",
        what="the application has no `state.limiter`",
        why="slowapi looks for the limiter there",
        mend=(
            "`app.state.limiter = limiter`, and the handler for `RateLimitExceeded`, where the "
            "application is made",
        ),
    ),
)

FAULT = Fault(
    name="rate-limit-declared-wrongly",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                'Exception: No "request" or "websocket" argument on function '
                '"<function home at 0x7f2a>"',
                ("/srv/app/main.py", 12, "<module>", '@limiter.limit("5/minute")'),
            )
        ),
        Sample(
            "Exception: parameter `response` must be an instance of starlette.responses.Response"
        ),
    ),
)
