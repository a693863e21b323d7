"""A fixture was called like a function.

Tell-tale: "Fixture ... called directly".
"""

from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=r"Fixture \"(\w+)\" called directly",
        what="the fixture `{0}` was called like a function",
        why=("pytest makes fixtures; a test or fixture gets one by naming it as a parameter"),
        mend=("name `{0}` as a parameter; keep what both need in a plain function",),
        aside=True,
    ),
)

FAULT = Fault(
    name="fixture-called-directly",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample('Fixture "client" called directly. Fixtures are not meant to be called directly'),
    ),
)
