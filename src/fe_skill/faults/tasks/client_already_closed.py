"""A client or server resource was used after it was closed.

Tell-tale: "Cannot send a request, as the client has been closed", "Session is closed", "I/O
           operation on closed file", "pool is closing".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"the client has been closed|Session is closed|Connector is closed|I/O "
            r"operation on closed file|read of closed file|pool is (?:closed|"
            r"closing)|ClosedResourceError|Cannot open a client instance more than "
            r"once|Client is closed|Cannot operate on a closed database|"
            r"Cannot use MongoClient after close|^no active connection$|Unable to "
            r"perform operation on <TCPTransport closed=True"
        ),
        what="something was used after it was closed",
        why=(
            "it was made in a `with`, a fixture or a request that had ended, or "
            "the shutdown was faster"
        ),
        mend=(
            ("make it in the lifespan, keep it in `app.state`, and close it after the `yield`"),
            ("an uploaded file: read it in the request, before a background task needs it"),
        ),
    ),
)

FAULT = Fault(
    name="client-already-closed",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                "RuntimeError: Cannot send a request, as the client has been closed.",
                ("/srv/app/rates.py", 12, "rates", "return await client.get(URL)"),
            )
        ),
        Sample(
            trace(
                "ValueError: I/O operation on closed file",
                ("/srv/app/uploads.py", 12, "keep", "data = await file.read()"),
            )
        ),
    ),
)
