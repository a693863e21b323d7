"""A name is used that isn't defined there.

Tell-tale: `NameError: name '...' is not defined`, `UnboundLocalError`.
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, in_own_code

_SIGNS = (
    Sign(
        types=("NameError", "UnboundLocalError"),
        says=r"name '(\w+)' is not defined|(?:local|free) variable '(\w+)'",
        what="`{0}{1}` isn't defined where it is used",
        why=(
            "its import is missing or stands further down or under `if "
            "TYPE_CHECKING`; or only one branch assigns it"
        ),
        mend=(
            "import or define `{0}{1}` before it is used",
            "a local name: give it a value on every way",
        ),
        confidence=0.8,
    ),
)

FAULT = Fault(
    name="name-not-defined",
    explanation=__doc__,
    recognise=in_own_code(*_SIGNS),
    general=True,
    samples=(
        Sample(
            trace(
                "NameError: name 'Depends' is not defined",
                ("/srv/app/main.py", 12, "<module>", "def items(db=Depends(get_db)):"),
            )
        ),
    ),
    lookalikes=(
        Sample(
            trace(
                "NameError: name 'sqlmodel' is not defined",
                (
                    "/srv/alembic/versions/a1_first.py",
                    20,
                    "upgrade",
                    "sa.Column('name', sqlmodel.sql.sqltypes.AutoString())",
                ),
            )
        ),
    ),
)
