"""An object was refreshed, deleted or expired that isn't stored in this session.

Tell-tale: "is not persistent within this Session", "is not persisted", "is not present in this
           Session".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("InvalidRequestError",),
        says=(
            r"Instance '?<?(\w+)[^>\n]*>?'? is not (?:persistent within this "
            r"Session|persisted|present in this Session|bound to)"
        ),
        what="an object of `{0}` isn't stored in this session",
        why=(
            "it was never added and flushed, was rolled back, or belongs to "
            "another session that is closed"
        ),
        mend=(
            ("`session.add(...)` and `await session.flush()` before `refresh` or `delete`"),
            ("an object from elsewhere: read it in this session, or `await session.merge(...)`"),
        ),
    ),
)

FAULT = Fault(
    name="instance-not-in-session",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    "sqlalchemy.exc.InvalidRequestError: Instance '<Order at 0x7f00>' is "
                    "not persistent within this Session"
                ),
                ("/srv/app/orders.py", 9, "save", "await session.refresh(order)"),
            )
        ),
    ),
)
