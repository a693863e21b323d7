"""A default that is worked out once, when the module is imported.

Why: every row, model and call that relies on the default shares the value of the moment at which
the process started: all ids are the same, all times are the time of the deployment.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.edits import imported, replaced
from fe_skill.rules.rule import Applicability, Bad, Edit, Finding, Fix, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import default_of, keyword, parameters, pydantic_classes
from fe_skill.syntax.module import SourceModule

_CHANGING: Final = frozenset(
    {
        "datetime.datetime.now",
        "datetime.datetime.utcnow",
        "datetime.datetime.today",
        "datetime.date.today",
        "time.time",
        "uuid.uuid1",
        "uuid.uuid4",
        "uuid.uuid7",
        "secrets.token_hex",
        "secrets.token_urlsafe",
    }
)
_COLUMNS: Final = (
    "sqlalchemy.Column",
    "sqlalchemy.schema.Column",
    "sqlalchemy.orm.mapped_column",
)
_FIELDS: Final = ("pydantic.Field", "sqlmodel.Field")
_LOOK: Final = re.compile(
    rb"(?:[(,](?:\s|#[^\n]*\n)*\w+\s*|:[^=\n]*)=\s*(?:\w+\.)*(?:now|utcnow|today|time|uuid[147]|token_hex|token_urlsafe)\("
)


def check(module: SourceModule) -> Iterator[Finding]:
    """Such defaults of columns, fields and parameters."""
    for call in module.calls_to(*_COLUMNS, *_FIELDS):
        default = keyword(call, "default")
        if isinstance(default, ast.Call) and _changes(module, default):
            column = module.is_(call.func, *_COLUMNS)
            yield _found(module, default, _in_call(module, call, default, column=column))
    classes = list(pydantic_classes(module))
    # Settings are made once, right after the import, and so is what they are put together from.
    settings = [
        node
        for node in module.nodes(ast.ClassDef)
        if any((module.dotted(base) or "").endswith("BaseSettings") for base in node.bases)
    ]
    made_once = {node.name for node in settings} | {
        base.id for node in settings for base in node.bases if isinstance(base, ast.Name)
    }
    for node in classes:
        if node.name in made_once:
            continue
        for field in node.body:
            value = field.value if isinstance(field, ast.AnnAssign) else None
            if isinstance(value, ast.Call) and _changes(module, value):
                yield _found(module, value, _in_class(module, value))
    for function in module.functions:
        for parameter in parameters(function):
            default = default_of(function, parameter)
            if default is not None and _changes(module, default):
                yield _found(module, default, ())


def _changes(module: SourceModule, node: ast.expr | None) -> bool:
    return isinstance(node, ast.Call) and module.dotted(node.func) in _CHANGING


def _found(module: SourceModule, node: ast.expr, edits: tuple[Edit, ...]) -> Finding:
    fix = Fix("Call it for each use", Applicability.SAFE, edits) if edits else None
    message = f"`{module.segment(node)}` is worked out once, at import"
    return RULE.finding(module, node, message, fix=fix)


def _in_call(
    module: SourceModule, call: ast.Call, default: ast.Call, *, column: bool
) -> tuple[Edit, ...]:
    if column:
        return (replaced(module, default, _callable(module, default)),)
    given = next(each for each in call.keywords if each.value is default)
    return (replaced(module, given, f"default_factory={_callable(module, default)}"),)


def _in_class(module: SourceModule, default: ast.Call) -> tuple[Edit, ...]:
    text = f"Field(default_factory={_callable(module, default)})"
    return (replaced(module, default, text), *imported(module, "pydantic", "Field"))


def _callable(module: SourceModule, call: ast.Call) -> str:
    plain = not call.args and not call.keywords
    return module.segment(call.func) if plain else f"lambda: {module.segment(call)}"


RULE = Rule(
    code="FE211",
    name="default-evaluated-at-import",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="give a function: `default_factory=` for a field, the bare name for a column",
    check=InFile(check, (b"now(", b"today(", b"time()", b"uuid", b"token_"), _LOOK),
    fix=Applicability.SAFE,
    examples=(
        Bad(
            """
            from datetime import UTC, datetime
            from uuid import UUID, uuid4

            from pydantic import BaseModel
            from sqlalchemy.orm import Mapped, mapped_column

            class OrderIn(BaseModel):
                id: UUID = uuid4()  # <- FE211

            class Order:
                made: Mapped[datetime] = mapped_column(default=datetime.now(UTC))  # <- FE211
            """,
            fixed="""
            from datetime import UTC, datetime
            from uuid import UUID, uuid4

            from pydantic import BaseModel, Field
            from sqlalchemy.orm import Mapped, mapped_column

            class OrderIn(BaseModel):
                id: UUID = Field(default_factory=uuid4)

            class Order:
                made: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
            """,
        ),
        Bad(
            """
            from datetime import datetime

            def since(start: datetime = datetime.now()) -> None: ...  # <- FE211
            """
        ),
        Good(
            """
            import secrets

            from pydantic_settings import BaseSettings

            class Settings(BaseSettings):
                secret_key: str = secrets.token_urlsafe(32)
            """
        ),
        Good(
            """
            from datetime import datetime
            from uuid import UUID, uuid4

            from pydantic import BaseModel, Field

            STARTED: datetime = datetime.now()

            class OrderIn(BaseModel):
                id: UUID = Field(default_factory=uuid4)

            class Clock:
                started: datetime = datetime.now()
            """
        ),
        Good(
            """
            import secrets

            from pydantic import BaseModel
            from pydantic_settings import BaseSettings

            class Keys(BaseModel):
                secret_key: str = secrets.token_urlsafe(32)

            class Settings(BaseSettings, Keys): ...
            """
        ),
    ),
)
