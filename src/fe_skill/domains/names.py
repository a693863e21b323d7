"""Names of a domain, its entities and fields, judged before they become code.

Lives here: what a name may not be, and why.
Does not:   clashes with what the project has (judge.py).
"""

import keyword
import re

from fe_skill.problem import Problem, Refused

LONGEST = 40

# What the modules of a domain import or define, so that a class of this name would shade it.
_CLASSES = frozenset(
    [
        "Annotated",
        "Any",
        "Audit",
        "AuditEntry",
        "SoftDeleted",
        "APIRouter",
        "AsyncClient",
        "AsyncSession",
        "Base",
        "BaseModel",
        "Boolean",
        "CheckConstraint",
        "Column",
        "ConfigDict",
        "Conflict",
        "Date",
        "Decimal",
        "Depends",
        "Double",
        "ExactDecimal",
        "FastAPI",
        "Field",
        "Float",
        "ForeignKey",
        "Idempotency",
        "Identified",
        "Index",
        "Integer",
        "JSON",
        "JsonObject",
        "LargeBinary",
        "Literal",
        "Mapped",
        "Moment",
        "NotFound",
        "Numeric",
        "Page",
        "PageDep",
        "PageRequest",
        "Query",
        "Request",
        "Response",
        "Role",
        "Rows",
        "SecretStr",
        "Select",
        "Sequence",
        "String",
        "StrEnum",
        "Table",
        "Text",
        "Time",
        "Timestamped",
        "UniqueConstraint",
        "Uuid",
        "Versioned",
        "YesNo",
        "Day",
        "ClockTime",
        "Base64",
        "NormalisedEmail",
        "IfMatch",
        "SessionDep",
        "PrincipalDep",
        "Principal",
        "BigInteger",
        "None",
        "True",
        "False",
    ]
)
# Variables of the functions that are made.
_VARIABLES = frozenset(
    [
        "request",
        "response",
        "status",
        "page",
        "filters",
        "idempotency",
        "if_match",
        "router",
        "etag",
        "problems",
        "result",
        "values",
        "keys",
        "descending",
        "changes",
        "earlier",
        "logger",
        "found",
        "statement",
        "statements",
        "select",
        "audit",
        "before",
        "column",
        "equal",
        "ids",
        "name",
        "owner",
        "paginate",
        "remove",
        "value",
        "wanted",
    ]
)
_BUILTINS = frozenset(
    [
        "str",
        "int",
        "bool",
        "float",
        "bytes",
        "dict",
        "list",
        "set",
        "tuple",
        "type",
        "object",
        "super",
    ]
)
_FIELDS = {
    **dict.fromkeys(
        ("id", "created_at", "updated_at", "version"), "every entity has a field of this name"
    ),
    **dict.fromkeys(("metadata", "registry"), "SQLAlchemy keeps this name for itself"),
    **dict.fromkeys(
        ("schema", "copy", "json", "dict", "construct", "validate", "fields", "from_orm"),
        "Pydantic keeps this name for itself",
    ),
    **dict.fromkeys(
        (
            "str",
            "int",
            "bool",
            "float",
            "bytes",
            "list",
            "date",
            "time",
            "datetime",
            "relationship",
        ),
        "a field of this name would shade the type in its own class",
    ),
    **dict.fromkeys(("in", "out", "update"), "the schemas are called so"),
}
_SQL = frozenset(
    [
        "all",
        "analyse",
        "analyze",
        "and",
        "any",
        "array",
        "as",
        "asc",
        "asymmetric",
        "authorization",
        "between",
        "binary",
        "both",
        "case",
        "cast",
        "check",
        "collate",
        "column",
        "concurrently",
        "constraint",
        "create",
        "cross",
        "current_date",
        "current_role",
        "current_time",
        "current_timestamp",
        "current_user",
        "default",
        "deferrable",
        "desc",
        "distinct",
        "do",
        "else",
        "end",
        "except",
        "false",
        "fetch",
        "for",
        "foreign",
        "freeze",
        "from",
        "full",
        "grant",
        "group",
        "having",
        "ilike",
        "in",
        "index",
        "initially",
        "inner",
        "intersect",
        "into",
        "is",
        "isnull",
        "join",
        "key",
        "lateral",
        "leading",
        "left",
        "like",
        "limit",
        "localtime",
        "localtimestamp",
        "natural",
        "not",
        "notnull",
        "null",
        "offset",
        "on",
        "only",
        "or",
        "order",
        "outer",
        "overlaps",
        "placing",
        "primary",
        "references",
        "returning",
        "right",
        "select",
        "session_user",
        "similar",
        "some",
        "symmetric",
        "table",
        "tablesample",
        "then",
        "to",
        "trailing",
        "true",
        "union",
        "unique",
        "user",
        "using",
        "values",
        "variadic",
        "verbose",
        "when",
        "where",
        "window",
        "with",
    ]
)


def sql_name(name: str) -> str:
    """`name` as an SQL expression writes it."""
    return f'"{name}"' if name in _SQL else name


def domain_name(name: str) -> str:
    """`name`, when it can name a package.

    Raises:
        Refused: `name-malformed` or `name-reserved`.
    """
    _require(name, r"[a-z][a-z0-9]*(_[a-z0-9]+)*", "a domain", "orders")
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        raise _reserved(name, "a domain", "it is a keyword of Python")
    if name in {"core", "domains", "src", "tests"}:
        raise _reserved(name, "a domain", "the project has a folder of this name")
    return name


def entity_name(name: str, module: str) -> str:
    """`name`, when it can name a class, and `module` a file.

    Raises:
        Refused: `name-malformed` or `name-reserved`.
    """
    _require(name, r"[A-Z][a-z0-9]*([A-Z][a-z0-9]*)*", "an entity", "OrderLine")
    if name in _CLASSES:
        raise _reserved(name, "an entity", "the modules of a domain use this name")
    if keyword.iskeyword(module) or module in _BUILTINS:
        raise _reserved(name, "an entity", f"`{module}` is Python's own")
    if module in _VARIABLES:
        raise _reserved(name, "an entity", f"the functions of a domain use `{module}`")
    return name


def plural_name(name: str) -> str:
    """`name`, when it can name a table and a variable.

    Raises:
        Refused: `name-malformed` or `name-reserved`.
    """
    _require(name, r"[a-z][a-z0-9]*(_[a-z0-9]+)*", "a plural", "order_lines")
    if name in _VARIABLES or keyword.iskeyword(name) or name in _BUILTINS:
        raise _reserved(name, "a plural", "the functions of a domain use this name")
    return name


def field_name(name: str, what: str = "a field") -> str:
    """`name`, when it can name a column and an attribute.

    Raises:
        Refused: `name-malformed` or `name-reserved`.
    """
    _require(name, r"[a-z][a-z0-9]*(_[a-z0-9]+)*", what, "unit_price")
    if keyword.iskeyword(name):
        raise _reserved(name, what, "it is a keyword of Python")
    if name in _FIELDS or name.startswith("model_"):
        raise _reserved(name, what, _FIELDS.get(name, "Pydantic keeps `model_` for itself"))
    return name


def _require(name: str, pattern: str, what: str, good: str) -> None:
    if len(name) <= LONGEST and re.fullmatch(pattern, name, re.ASCII):
        return
    shown = ascii(name)[1:-1]
    raise Refused(
        Problem(
            code="name-malformed",
            what=f"`{shown[:LONGEST]}` can't be {what}",
            why=f"{what} is named like `{good}`, in at most {LONGEST} letters and digits of ASCII",
            mend="give a name of this form",
        )
    )


def _reserved(name: str, what: str, why: str) -> Refused:
    return Refused(
        Problem(
            code="name-reserved",
            what=f"`{name}` can't be {what}",
            why=why,
            mend="give another name, for instance one with a word more",
        )
    )
