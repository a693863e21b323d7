"""Something needs a middleware that isn't added.

Tell-tale: "SessionMiddleware must be installed", "AuthenticationMiddleware must be installed".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=r"(\w+Middleware) must be installed",
        what="`{0}` isn't added to the application, or stands on the wrong side",
        why="what a middleware puts into the request is there only inside of it",
        mend=("`app.add_middleware({0}, ...)`; the one that is added last runs first",),
    ),
)

FAULT = Fault(
    name="middleware-missing",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                ("AssertionError: SessionMiddleware must be installed to access request.session"),
                ("/srv/app/login.py", 12, "login", "request.session['user'] = user.id"),
            )
        ),
    ),
)
