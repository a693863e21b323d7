"""An object or a module has no attribute of that name.

It is misspelt, not declared there, or the object is another than the code takes it for.

Tell-tale: "'User' object has no attribute", "type object 'User' has no attribute", "module
           'app.models' has no attribute".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, in_own_code

_SIGNS = (
    Sign(
        types=("AttributeError",),
        says=r"'([\w.]+)' object has no attribute '(\w+)'",
        unless=r"'(?:NoneType|coroutine|State)'|object has no attribute '_\w+'",
        what="`{0}` has no `{1}`",
        why=("the name is misspelt or not declared in that class, or another object stands there"),
        mend=(
            "compare the name with the class: `{0}`",
            "a field of a model has to be declared to be there",
        ),
        confidence=0.55,
    ),
    Sign(
        types=("AttributeError",),
        says=r"(?:type object|class) '([\w.]+)' has no attribute '(\w+)'",
        what="the class `{0}` has no `{1}`",
        why=("the name is misspelt, isn't declared there, or belongs to another version"),
        mend=("compare the name with the class",),
        confidence=0.55,
    ),
    Sign(
        types=("AttributeError",),
        says=r"module '([\w.]+)' has no attribute '(\w+)'",
        what="the module `{0}` has no `{1}`",
        why=(
            "the name is misspelt, stands in another module, or isn't defined yet "
            "when it is asked for"
        ),
        mend=(
            "import it from the module that defines it",
            "see which file is loaded: a file of the same name may hide it",
        ),
        confidence=0.55,
    ),
)

FAULT = Fault(
    name="attribute-missing",
    explanation=__doc__,
    recognise=in_own_code(*_SIGNS),
    general=True,
    last_resort=True,
    explains=("unhandled-own-exception",),
    samples=(
        Sample(
            trace(
                "AttributeError: 'User' object has no attribute 'emial'",
                ("/srv/app/main.py", 12, "create", "return user.emial"),
            )
        ),
        Sample(
            trace(
                "AttributeError: module 'app.models' has no attribute 'User'",
                ("/srv/app/main.py", 12, "create", "models.User"),
            )
        ),
    ),
    lookalikes=(
        Sample(
            trace(
                "AttributeError: 'Router' object has no attribute 'emial'",
                ("/usr/lib/python3.12/site-packages/gradio/routes.py", 12, "create", "x.emial"),
            )
        ),
    ),
)
