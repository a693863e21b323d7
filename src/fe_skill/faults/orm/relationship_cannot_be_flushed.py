"""Related objects can't be written in an order that their keys allow.

Tell-tale: "Dependency rule tried to blank-out primary key column", `CircularDependencyError`,
           "has a NULL identity key".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=r"Dependency rule (?:on column \S+ )?tried to blank-out primary key",
        what=("a parent was deleted or emptied, and its children's key would become NULL"),
        why=(
            "a relationship sets the foreign key of what it loses to NULL; here "
            "that is part of the primary key"
        ),
        mend=(
            (
                "children that can't be without it: `relationship(..., cascade=\"all, "
                'delete-orphan")`, or `passive_deletes=True` with `ondelete="CASCADE"`'
            ),
            "an association object: delete it itself",
        ),
    ),
    Sign(
        types=("CircularDependencyError",),
        what="objects depend on one another in a circle",
        why="each row needs the key of the other first",
        mend=(
            "`relationship(..., post_update=True)` on one side",
            "two tables that point to each other: `ForeignKey(..., use_alter=True)`",
        ),
    ),
    Sign(
        says=(
            r"has a NULL identity key|Can't flush None value|incompatible values "
            r"detected|Attempting to flush an item of type|Instance \S+ is an "
            r"unexpected type"
        ),
        what=(
            "an object can't be flushed: its key is missing or it stands in a "
            "relationship of another type"
        ),
        why=(
            "the primary key has no default that the database fills, or a wrong object was assigned"
        ),
        mend=(
            (
                "an integer key alone fills itself: `mapped_column(primary_key=True)`; "
                "others need `default=uuid4`"
            ),
            ("assign an object of the relationship's class, a list only where it holds several"),
        ),
    ),
)

FAULT = Fault(
    name="relationship-cannot-be-flushed",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    "AssertionError: Dependency rule tried to blank-out primary key column "
                    "'lines.order_id' on instance '<Line at 0x7f00>'"
                ),
                ("/srv/app/orders.py", 9, "drop", "await session.commit()"),
            )
        ),
        Sample(
            trace(
                (
                    "sqlalchemy.orm.exc.FlushError: Instance <Order at 0x7f00> has a NULL "
                    "identity key."
                ),
                ("/srv/app/orders.py", 9, "save", "await session.commit()"),
            )
        ),
    ),
)
