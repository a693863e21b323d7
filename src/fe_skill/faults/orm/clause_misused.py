"""Something that is no SQL expression stands in a statement, or the other way round.

Python's `and`, `or`, `not`, `in` and `if` ask an expression for its truth; SQLAlchemy wants `&`,
`|`, `~` and `.in_()`.

Tell-tale: "Boolean value of this clause is not defined", "Column expression, FROM clause, or
           other columns clause element expected, got".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=r"Boolean value of this clause is not defined",
        what="an SQL expression was asked whether it is true",
        why=(
            "`and`, `or`, `not`, `in` and `if` belong to Python; an expression has "
            "its value only in the database"
        ),
        mend=(
            (
                "`and_(...)`, `or_(...)`, `~`, `.in_(...)`, `.is_(None)`, each side in "
                "parentheses with `&` and `|`"
            ),
        ),
    ),
    Sign(
        says=(
            r"((?:Column expression, FROM clause|SQL expression|WHERE/HAVING|ORDER "
            r"BY|FROM expression|Join target|Mapped attribute|subject table|SQL "
            r"expression element|IN expression list|Executable SQL)[^\n]*?) "
            r"expected[^\n]*?, got ([^\n]+)"
        ),
        what="`{1}` stands where {0} is expected",
        why=(
            "a name as text, a method without its call, a list, or a schema is no "
            "part of a statement"
        ),
        mend=(
            (
                "give the model or its column: `select(Model)`, `.where(Model.name == "
                "name)`, `.order_by(Model.id)`"
            ),
            "SQLAlchemy 2: `select(a, b)` without a list",
        ),
    ),
    Sign(
        says=(
            r"Can't find any foreign key relationships between|Don't know how to "
            r"join|Can't determine (?:which FROM clause|join) |Can't determine the "
            r"\w+ side|Could not locate (?:column|a bind)|No such column|"
            r"NoSuchColumnError|Could not locate column in row for column"
        ),
        what="a statement joins or reads what SQLAlchemy can't find",
        why=(
            "between the two sides is no foreign key, or several; or a row doesn't have that column"
        ),
        mend=(
            ("say it: `.join(Other, Model.other_id == Other.id)`, `.select_from(...)`"),
            ("read a row by what was selected; one connection for one thread and process"),
        ),
    ),
)

FAULT = Fault(
    name="clause-misused",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                "TypeError: Boolean value of this clause is not defined",
                ("/srv/app/repo.py", 8, "find", "query.where(A.x == 1 and A.y == 2)"),
            )
        ),
        Sample(
            trace(
                (
                    "sqlalchemy.exc.ArgumentError: Column expression, FROM clause, or "
                    "other columns clause element expected, got [<class 'app.models.A'>]. "
                    "Did you mean to say select(<class 'app.models.A'>)?"
                ),
                ("/srv/app/repo.py", 8, "find", "select([A])"),
            )
        ),
        Sample(
            trace(
                (
                    "sqlalchemy.exc.InvalidRequestError: Don't know how to join to "
                    "<Mapper>. Please use the .select_from() method"
                ),
                ("/srv/app/repo.py", 8, "find", ".join(B)"),
            )
        ),
    ),
)
