"""The request's host isn't among the allowed ones.

Tell-tale: 400 "Invalid host header" of `TrustedHostMiddleware`.
"""

from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=r"Invalid host header",
        what="`TrustedHostMiddleware` refuses the request's host",
        why=(
            "its `Host` header isn't in `allowed_hosts`: a health check by "
            "address, a proxy that changes it, a test client (`testserver`)"
        ),
        mend=("add the name to `allowed_hosts`; let the proxy pass the `Host` on",),
        aside=True,
    ),
)

FAULT = Fault(
    name="host-not-allowed",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(Sample("GET /health gives 400 Invalid host header"),),
)
