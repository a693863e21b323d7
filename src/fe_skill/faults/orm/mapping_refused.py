"""SQLAlchemy refuses how a class is mapped.

The message names class and attribute; the place is the line of the class that came last.

Tell-tale: `ArgumentError`, `InvalidRequestError` or `MappedAnnotationError` from the modules
           that map classes, that no other fault knows.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Diagnosis, Fault, Sample
from fe_skill.faults.looking.refusals import refused, told

_MAPPING = (
    "orm/decl_", "orm/mapper", "orm/properties", "orm/relationships", "orm/descriptor_props",
    "orm/clsregistry", "orm/dependency", "sql/schema", "orm/mapped_collection", "orm/collections",
    "ext/declarative", "ext/hybrid", "ext/associationproxy",
)  # fmt: skip
_LIBRARIES = frozenset(("sqlalchemy", "sqlmodel"))


def recognise(case: Case) -> Diagnosis | None:
    refusal = refused(case)
    if refusal is None or refusal.library not in _LIBRARIES:
        return None
    if not any(part in refusal.inside for part in _MAPPING):
        return None
    return told(
        case,
        refusal,
        "a class can't be mapped as it is written",
        "its columns, relationships or options contradict one another, or leave something out",
        (
            "correct the class that the message names; its error code leads to a page that "
            "explains it",
        ),
    )


FAULT = Fault(
    name="mapping-refused",
    explanation=__doc__,
    recognise=recognise,
    general=True,
    last_resort=True,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.InvalidRequestError: Class <class 'app.models.Item'> does not have "
                "a __table__ or __tablename__ specified and does not inherit from an existing "
                "table-mapped class.",
                ("/srv/app/models.py", 9, "<module>", "class Item(Base):"),
                (
                    "/usr/lib/python3.12/site-packages/sqlalchemy/orm/decl_base.py",
                    1490,
                    "_setup_inheriting_mapper",
                    "raise exc.InvalidRequestError(",
                ),
            )
        ),
    ),
)
