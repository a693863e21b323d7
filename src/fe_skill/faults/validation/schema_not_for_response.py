"""A response can't be checked against a union or a wrong kind of model.

Tell-tale: `PydanticSerializationUnexpectedValue`: "Expected `...` but got `...` - serialized
           value may not be as expected".
"""

from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"PydanticSerializationUnexpectedValue|Expected `([\w\[\], |.]+)` but "
            r"got `(\w+)`|Pydantic serializer warnings"
        ),
        what="a field held `{1}` where the model promises `{0}`",
        why=(
            "the object was made or changed without validation: `model_construct`, "
            "an assignment, an ORM object"
        ),
        mend=(
            (
                "make it by `model_validate`; `ConfigDict(validate_assignment=True)` "
                "checks assignments"
            ),
        ),
        aside=True,
    ),
)

FAULT = Fault(
    name="schema-not-for-response",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            "UserWarning: Pydantic serializer warnings:\n  "
            "Expected `str` but got `int` - serialized value may not be as expected"
        ),
    ),
)
