"""The session or a query was given something that isn't a mapped object.

A Pydantic schema, a list, a dictionary, or a class that isn't mapped.

Tell-tale: `UnmappedInstanceError`, `UnmappedClassError`, "Class ... is not mapped".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"Class '([\w.]+)' is not mapped(?:; was a class \(([\w.]+)\))?|"
            r"^([\w.]+) is not mapped"
        ),
        what="`{0}{2}` is not a mapped class",
        why=(
            "the session works with objects of mapped classes; a schema, a list "
            "and a dictionary are none"
        ),
        mend=(
            (
                "make a model of it: `Model(**schema.model_dump())`; several at once: "
                "`session.add_all(...)`"
            ),
            "the class itself in the place of an object: add an instance",
            (
                "a relationship to a class that was never mapped: derive it from the "
                "declarative base"
            ),
        ),
        of_class=True,
    ),
    Sign(
        says=(
            r"No inspection system is available for object of type <class "
            r"'([\w.]+)'>"
        ),
        what="`{0}` can't be inspected as a mapped class",
        why=(
            "something of another kind was given where a model, an engine or a "
            "mapped object is wanted"
        ),
        mend=("hand over the model, not an instance of a schema, a string or None",),
    ),
)

_WEB = """\
from app.store import kept
from app.schemas import StampIn


def add_stamp(stamp: StampIn):
    return kept(stamp)
"""
_STORE = """\
def kept(stamp):
    session.add(stamp)
"""

FAULT = Fault(
    name="class-not-mapped",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                "sqlalchemy.orm.exc.UnmappedInstanceError: Class 'app.schemas.StampIn' is not "
                "mapped",
                ("/srv/app/web.py", 6, "add_stamp", "return kept(stamp)"),
                ("/srv/app/store.py", 2, "kept", "session.add(stamp)"),
            ),
            {"app/web.py": _WEB, "app/store.py": _STORE},
            "app/web.py:6",
        ),
        Sample(
            trace(
                (
                    "sqlalchemy.orm.exc.UnmappedInstanceError: Class 'app.schemas.OrderIn' "
                    "is not mapped"
                ),
                ("/srv/app/orders.py", 9, "save", "session.add(order)"),
            )
        ),
        Sample(
            trace(
                "sqlalchemy.exc.InvalidRequestError: One or more mappers failed to "
                "initialize - can't proceed with initialization of other mappers. "
                "Original exception was: Class 'app.models.Router' is not mapped"
            )
        ),
    ),
)
