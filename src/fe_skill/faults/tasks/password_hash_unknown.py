"""A stored password has no form that the hasher knows.

Tell-tale: `UnknownHashError`: "hash could not be identified", "Invalid salt".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("ValueError", "TypeError"),
        through=r"passlib/handlers/\w+\.py (?:from_string|_norm|_parse)",
        what="a stored hash can't be read: {said}",
        why=(
            "the password was stored in plain, cut by a short column, or its `$` "
            "were taken for variables by a shell or a compose file"
        ),
        mend=(
            ("`$$` for each `$` of a hash in a compose or env file, or single quotation marks"),
            "store `hash(password)` in a column that is long enough",
        ),
    ),
    Sign(
        says=(
            r"hash could not be identified|Invalid salt|not a valid \w+ hash|"
            r"malformed \w+ hash"
        ),
        what="what was given as a hash isn't one",
        why=(
            "the password was stored in plain, hashed by another scheme, cut by a "
            "short column, or the two arguments were exchanged"
        ),
        mend=(
            "`verify(plain, hashed)`: in this order",
            (
                "store `hash(password)` in a column that is long enough; add the older "
                "scheme to the list that is known"
            ),
        ),
    ),
)

FAULT = Fault(
    name="password-hash-unknown",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                "passlib.exc.UnknownHashError: hash could not be identified",
                (
                    "/srv/app/auth.py",
                    12,
                    "check",
                    "return pwd_context.verify(password, user.password)",
                ),
            )
        ),
    ),
)
