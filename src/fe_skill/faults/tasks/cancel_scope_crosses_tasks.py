"""A scope or generator was entered in one task and left in another.

Async generators that hold a task group or a timeout, and are finished by someone else: a
fixture, a stream, a dependency.

Tell-tale: "Attempted to exit cancel scope in a different task than it was entered in", "was
           created in a different Context".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"exit cancel scope in a different task|was created in a different "
            r"Context|Attempted to exit a cancel scope that isn't the current|"
            r"asynchronous generator is already running|athrow\(\): asynchronous "
            r"generator|Timeout context manager should be used inside a task"
        ),
        what=(
            "a task group, timeout or context variable was entered in one task and left in another"
        ),
        why=(
            "an async generator was ended by another task than the one that ran "
            "it, or two ran it at once"
        ),
        mend=(
            ("enter and leave in one function: `async with` around the use, not across a `yield`"),
            (
                "a client with a background task (MCP, websockets): keep it in one "
                "task of its own, from start to end"
            ),
            "fixtures: one loop scope for the fixture and its tests",
        ),
    ),
)

FAULT = Fault(
    name="cancel-scope-crosses-tasks",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    "RuntimeError: Attempted to exit cancel scope in a different task than "
                    "it was entered in"
                ),
                ("/srv/app/clients.py", 12, "close", "await self.stack.aclose()"),
            )
        ),
    ),
)
