"""A library refuses how it is called, in words that no other fault knows.

The message is the cause as the library sees it; the place is the project's last line before it.

Tell-tale: an exception of the library's own, or one that a `raise` of its made.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Diagnosis, Fault, Sample
from fe_skill.faults.looking.libraries import DATABASES, WELL_KNOWN
from fe_skill.faults.looking.refusals import refused, told

# Those that a fault of their own speaks for, and frameworks that aren't ours.
_OTHERS = frozenset((*DATABASES, "alembic", "django", "flask"))


def recognise(case: Case) -> Diagnosis | None:
    refusal = refused(case)
    if refusal is None or refusal.library in _OTHERS:
        return None
    if refusal.library not in WELL_KNOWN and case.spot(refusal.raised) is None:
        return None  # nothing shows that the project had to do with it
    if refusal.raised.name == "HTTPException":
        return None
    return told(
        case,
        refusal,
        f"`{refusal.library}` refuses how it is used",
        "it was called with what it can't take, or at a time when it can't",
        (
            "compare the call with what the message asks for, and with the documentation of the "
            "installed version",
        ),
    )


FAULT = Fault(
    name="call-refused-by-library",
    explanation=__doc__,
    recognise=recognise,
    general=True,
    last_resort=True,
    samples=(
        Sample(
            trace(
                "RuntimeError: File at path /srv/report.pdf does not exist.",
                ("/srv/app/files.py", 9, "report", "return FileResponse(path)"),
                (
                    "/usr/lib/python3.12/site-packages/starlette/responses.py",
                    360,
                    "__call__",
                    'raise RuntimeError(f"File at path {self.path} does not exist.")',
                ),
            )
        ),
    ),
    lookalikes=(
        Sample(
            trace(
                "django.core.exceptions.ImproperlyConfigured: settings are not configured",
                ("/srv/shop/models.py", 1, "<module>", "from django.db import models"),
                ("/usr/lib/python3/dist-packages/django/conf/__init__.py", 80, "_setup", "raise"),
            )
        ),
    ),
)
