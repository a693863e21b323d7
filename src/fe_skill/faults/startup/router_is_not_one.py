"""Something that is no router was included or mounted.

Most often the module was given in the place of the router in it.

Tell-tale: "module ... has no attribute 'router'", "has no attribute 'routes'" below
           `include_router`.
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("AttributeError",),
        says=(
            r"module '([\w.]+)' has no attribute '(router|routes|on_startup|"
            r"lifespan_context|app)'|'(\w+)' object has no attribute '(routes|"
            r"lifespan_context|default_response_class)'"
        ),
        what="`{0}{2}` isn't a router, or has none of that name",
        why=(
            "`include_router` wants the `APIRouter` itself; `from app.routers "
            "import items` gives the module"
        ),
        mend=(
            "`app.include_router(items.router)`",
            (
                "name the attribute as the module does; a package's `__init__` has to "
                "import what is taken from it"
            ),
        ),
    ),
)

FAULT = Fault(
    name="router-is-not-one",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                "AttributeError: module 'app.routers.items' has no attribute 'routes'",
                ("/srv/app/main.py", 12, "<module>", "app.include_router(items)"),
            )
        ),
    ),
)
