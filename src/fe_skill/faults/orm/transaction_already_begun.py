"""A transaction was begun or ended where one was open or closed already.

A session begins by itself at its first statement, and `async with session.begin()` commits at
its end.

Tell-tale: "A transaction is already begun on this Session", "Can't operate on closed transaction
           inside context manager".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"A transaction is already begun|Can't operate on closed transaction "
            r"inside context manager|This [Ss]ession's transaction has been "
            r"(?:closed|committed)|has already begun a transaction|already "
            r"deassociated|cannot use Connection\.transaction\(\) in a manually "
            r"started|This session is in '?\w+'? state|no further SQL can be "
            r"emitted within this transaction|already initialized a SQLAlchemy "
            r"Transaction|This connection has already initialized"
        ),
        what="a transaction was begun or ended at the wrong time",
        why=(
            "a session begins by itself with its first statement; `begin()` after "
            "that is a second one, and a commit inside `async with "
            "session.begin()` ends it early"
        ),
        mend=(
            (
                "choose one: `async with session.begin():` as the first thing and no "
                "commit inside, or plain statements and one `await session.commit()`"
            ),
            "a part that may fail alone: `async with session.begin_nested():`",
        ),
    ),
)

FAULT = Fault(
    name="transaction-already-begun",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    "sqlalchemy.exc.InvalidRequestError: A transaction is already begun on "
                    "this Session."
                ),
                ("/srv/app/orders.py", 9, "save", "async with session.begin():"),
            )
        ),
        Sample(
            trace(
                (
                    "sqlalchemy.exc.InvalidRequestError: Can't operate on closed "
                    "transaction inside context manager.  Please complete the context "
                    "manager before emitting further commands."
                ),
                ("/srv/app/orders.py", 9, "save", "await session.refresh(order)"),
            )
        ),
    ),
)
