"""A fixture asks for one that lives shorter than itself.

Tell-tale: "ScopeMismatch: You tried to access the function scoped fixture".
"""

from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"ScopeMismatch: You tried to access the (?:'?)(\w+)(?:'?) scoped "
            r"fixture (\w+)[^\n]*?(?:with a|from a) (?:'?)(\w+)|ScopeMismatch"
        ),
        what="a fixture of wider scope asks for `{1}`, which lives for one {0}",
        why="it would outlive what it holds",
        mend=(
            (
                'give both one scope, e.g. `scope="session"` and, with pytest-asyncio, '
                "the same `loop_scope`"
            ),
            (
                "older pytest-asyncio: a session-scoped `event_loop` fixture; newer: "
                "`asyncio_default_fixture_loop_scope`"
            ),
        ),
        aside=True,
    ),
)

FAULT = Fault(
    name="fixture-scope-mismatch",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            "ScopeMismatch: You tried to access the function scoped fixture "
            "event_loop with a session scoped request object."
        ),
    ),
)
