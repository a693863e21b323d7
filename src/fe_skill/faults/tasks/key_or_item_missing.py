"""A key or an index is asked for that isn't there.

Tell-tale: `KeyError`, `IndexError` raised by a line of the project.
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, in_own_code

_SIGNS = (
    Sign(
        types=("KeyError",),
        says=r"""^['\"]?([^'\"\n]{1,80})['\"]?$""",
        what="there is no key `{0}`",
        why="what came in, a setting, a token or an answer lacks it",
        mend=("declare what comes in by a model; `.get()` where it may be missing",),
        confidence=0.55,
    ),
    Sign(
        types=("IndexError",),
        says=(
            r"(?:list|tuple|string|pop) (?:assignment )?(?:index out of range|from "
            r"empty list|index)|out of range"
        ),
        what="a list is shorter than this line takes it for",
        why="it is empty: nothing was found or given",
        mend=("look whether there is one first; answer 404 where nothing was found",),
        confidence=0.55,
    ),
)

FAULT = Fault(
    name="key-or-item-missing",
    explanation=__doc__,
    recognise=in_own_code(*_SIGNS),
    general=True,
    last_resort=True,
    explains=("unhandled-own-exception",),
    samples=(
        Sample(
            trace(
                "KeyError: 'user_id'", ("/srv/app/main.py", 12, "show", "return payload['user_id']")
            )
        ),
        Sample(
            trace(
                "IndexError: list index out of range",
                ("/srv/app/main.py", 12, "show", "return rows[0]"),
            )
        ),
    ),
)
