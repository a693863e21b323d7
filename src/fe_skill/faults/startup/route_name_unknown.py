"""A URL was asked for by a route's name that there is not.

Tell-tale: `NoMatchFound`: "No route exists for name".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("NoMatchFound",),
        says=r"No route exists for name \"(\w[^\"]*)\" and params \"([^\"]*)\"",
        what="no route is called `{0}` with the parameters {1}",
        why=(
            "a route is called like its function unless it has a `name`, and needs "
            "all its parameters; a mount's routes are `mount:name`"
        ),
        mend=(
            "`url_for` with the function's name and each parameter of its path",
            (
                'static files: `app.mount("/static", ..., name="static")` and '
                '`url_for("static", path=...)`'
            ),
        ),
    ),
)

FAULT = Fault(
    name="route-name-unknown",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    'starlette.routing.NoMatchFound: No route exists for name "item" and '
                    'params "id".'
                ),
                ("/srv/app/pages.py", 12, "page", 'request.url_for("item", id=1)'),
            )
        ),
    ),
)
