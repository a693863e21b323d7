"""What a database said about a row that it refused: the kind of constraint, table and columns.

Lives here: Refusal, refusal, in_database, model_of, written_at.
"""

import re
from dataclasses import dataclass
from typing import Final

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.reading.reading import Raised
from fe_skill.project.model import Model

_KINDS: Final = (
    ("not null", r"NOT NULL constraint failed: (?P<t>\w+)\.(?P<c>\w+)"),
    ("not null", r'null value in column "(?P<c>\w+)"(?: of relation "(?P<t>\w+)")?'),
    ("not null", r"Column '(?P<c>\w+)' cannot be null"),
    ("unique", r"UNIQUE constraint failed: (?P<t>\w+)\.(?P<c>\w+)"),
    ("unique", r'duplicate key value violates unique constraint "(?P<n>\w+)"'),
    ("unique", r"Duplicate entry .{1,200}? for key '(?P<n>[\w.]+)'"),
    ("unique", r"E11000 duplicate key error collection: (?:\w+\.)?(?P<t>\w+) index: (?P<n>\w+)"),
    ("unique", r"duplicate key value"),
    ("foreign key", r"FOREIGN KEY constraint failed"),
    ("foreign key", r'violates foreign key constraint "(?P<n>\w+)"'),
    ("foreign key", r"a foreign key constraint fails"),
    ("check", r"CHECK constraint failed: (?P<n>\w+)"),
    ("check", r'violates check constraint "(?P<n>\w+)"'),
)
_INTO: Final = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "?(?:\w+"?\."?)?(\w+)"?')
_INNERMOST: Final = 8  # frames, below which SQLAlchemy only called the project
_KEY: Final = re.compile(r"Key \((\w+)\)=")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was refused. Names are empty where the database doesn't tell them.

    `verb` is that of the statement: "INSERT INTO", "UPDATE" or "DELETE FROM".
    """

    kind: str
    table: str
    column: str
    constraint: str
    verb: str


def refusal(case: Case) -> Refusal | None:
    """What the database refused, where it did."""
    named = ("IntegrityError", "NotNullViolationError", "UniqueViolationError", "NotNullViolation")
    others = (
        "UniqueViolation",
        "DuplicateKeyError",
        "BulkWriteError",
        "ForeignKeyViolationError",
        "CheckViolationError",
    )
    raised = case.raised(*named, *others, "ForeignKeyViolation", "CheckViolation")
    if raised is None and case.whole:
        return None
    case.told = case.told or not (raised and raised.message)
    text = raised.message if raised and raised.message else case.said
    for kind, pattern in _KINDS:
        if found := re.search(pattern, text):
            told = found.groupdict()
            into = _INTO.search(text)
            key = _KEY.search(text)
            table = told.get("t") or (into[2] if into else "")
            column = told.get("c") or (key[1] if key else "")
            verb = into[1] if into else ""
            return Refusal(kind, table, column, told.get("n") or "", verb)
    return None


def in_database(raised: Raised) -> bool:
    """Whether it came out while a statement was made or run."""
    through = any("sqlalchemy/" in frame.path for frame in raised.frames[-_INNERMOST:])
    return through or "[SQL" in raised.message


def model_of(case: Case, table: str) -> Model | None:
    """The model of a table."""
    found = (one for one in case.facts.models if one.table == table) if case.facts else iter(())
    return next(found, None)


def written_at(case: Case) -> Spot | None:
    """Where the row was written: the last commit, flush or execute among the frames."""
    spots = case.spots()
    words = ("commit", "flush", "execute", "save", "add", "insert")
    wrote = [spot for spot in spots if any(word in spot.code for word in words)]
    return (wrote or list(spots))[-1] if spots else None
