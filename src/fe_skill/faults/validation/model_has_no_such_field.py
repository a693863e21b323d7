"""A field was set or read that the model doesn't have, or that may not be changed.

Tell-tale: "object has no field", "Instance is frozen", "'Item' object has no attribute 'dict'".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("ValueError",),
        says=r"\"(\w+)\" object has no field \"(\w+)\"",
        what="`{0}` has no field `{1}`",
        why="a Pydantic model takes only its fields",
        mend=(
            "declare `{1}` on `{0}`, or keep it elsewhere: `PrivateAttr()`",
            '`ConfigDict(extra="allow")` where any name is welcome',
        ),
    ),
    Sign(
        types=("ValidationError", "TypeError", "AttributeError", "FrozenInstanceError"),
        says=(
            r"Instance is frozen|\[type=frozen_(?:instance|field)|is immutable and "
            r"does not support item assignment|has no setter"
        ),
        what="a value was set that may not be changed",
        why="the model or its field is frozen",
        mend=("`item.model_copy(update={{...}})` gives a changed copy",),
    ),
    Sign(
        types=("AttributeError",),
        says=(
            r"'FieldInfo' object has no attribute|'ModelPrivateAttr' object|'Query' "
            r"object has no attribute '(?:lower|strip|split)'|'(Query|Body|Path|"
            r"Header|Form|File|Cookie)' object (?:has no attribute|is not)"
        ),
        what="the declaration of a field was used in the place of its value",
        why=(
            "the class attribute, or a path operation that is called like a plain "
            "function, has the declaration"
        ),
        mend=(
            "read it from an object of the model",
            ("call a path operation's work through a function of its own, with plain values"),
        ),
    ),
)

FAULT = Fault(
    name="model-has-no-such-field",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                'ValueError: "Item" object has no field "note"',
                ("/srv/app/items.py", 12, "save", 'item.note = "x"'),
            )
        ),
        Sample(
            trace(
                "AttributeError: 'FieldInfo' object has no attribute 'lower'",
                ("/srv/app/items.py", 12, "save", "Item.name.lower()"),
            )
        ),
    ),
)
