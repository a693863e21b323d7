"""A relative import in a file that isn't loaded as part of a package.

A file that is run by its path is no member of its package.

Tell-tale: "attempted relative import with no known parent package".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("ImportError", "ValueError", "SystemError"),
        says=r"attempted relative import|Parent module '' not loaded",
        what="a relative import has no package to count from",
        why=(
            "the file was run by its path, or the import climbs above the package that was loaded"
        ),
        mend=(
            (
                "from the folder above, by its module's name: `python -m app.main`, "
                "`uvicorn app.main:app`"
            ),
            "or import by the full name: `from app.db import ...`",
        ),
    ),
)

FAULT = Fault(
    name="relative-import-without-package",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                "ImportError: attempted relative import with no known parent package",
                ("/srv/app/main.py", 3, "<module>", "from .db import engine"),
            )
        ),
    ),
)
