"""A file isn't valid Python for the interpreter that runs it.

Tell-tale: `SyntaxError`, `IndentationError`, `TabError`; "unsupported operand type(s) for |:
           'type' and 'NoneType'".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("SyntaxError", "IndentationError", "TabError"),
        what="a file can't be read as Python",
        why=(
            "a slip of the pen, a conflict mark of git, or syntax that is newer "
            "than this interpreter"
        ),
        mend=(
            "correct the line that the message points to, or the one before it",
            (
                "`match`, `X | Y`, `type` and new f-strings need Python 3.10 to 3.12: "
                "compare `python --version`"
            ),
        ),
    ),
    Sign(
        types=("TypeError",),
        says=(
            r"unsupported operand type\(s\) for \|: '(?:type|NoneType|_GenericAlias|"
            r"GenericAlias|ModelMetaclass|str|function|EnumMeta)' and|'type' object "
            r"is not subscriptable|'ABCMeta' object is not subscriptable"
        ),
        what="an annotation is newer than this Python, or joins what isn't a type",
        why=(
            "`X | None` needs Python 3.10, `list[X]` 3.9; a name in quotation "
            "marks can't be joined by `|`"
        ),
        mend=(
            "run a newer Python: FastAPI needs 3.10 or later by now",
            '`Optional[X]`, `List[X]`, or `"X | None"` whole in quotation marks',
        ),
    ),
)

FAULT = Fault(
    name="source-not-valid-python",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    general=True,
    samples=(
        Sample(
            trace(
                "SyntaxError: invalid syntax",
                ("/srv/app/main.py", 12, "<module>", "from app import router"),
            )
        ),
        Sample(
            trace(
                "TypeError: unsupported operand type(s) for |: 'type' and 'NoneType'",
                ("/srv/app/schemas.py", 8, "Item", "note: str | None = None"),
            )
        ),
    ),
)
