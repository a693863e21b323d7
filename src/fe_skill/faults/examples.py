"""What the samples of several faults are made of: tracebacks and a few lines of a project.

Lives here: trace, GREENLET, the frames of libraries, MODELS.
Does not:   a fault's own samples (its file).
"""

from typing import Final

Step = tuple[str, int, str, str]

_PACKAGES: Final = "/usr/local/lib/python3.12/site-packages"
LAZY: Final = (
    f"{_PACKAGES}/sqlalchemy/orm/strategies.py",
    980,
    "_load_for_state",
    "return self._emit_lazyload(",
)
EXPIRED: Final = (
    f"{_PACKAGES}/sqlalchemy/orm/state.py",
    828,
    "_load_expired",
    "self.manager.expired_attribute_loader(",
)
EXECUTE: Final = (
    f"{_PACKAGES}/sqlalchemy/engine/default.py",
    952,
    "do_execute",
    "cursor.execute(statement, parameters)",
)
FASTAPI: Final = (
    f"{_PACKAGES}/fastapi/routing.py",
    328,
    "app",
    "content = await serialize_response(",
)
PYDANTIC: Final = (
    f"{_PACKAGES}/pydantic/main.py",
    253,
    "__init__",
    "validated_self = self.__pydantic_validator__.validate_python(data)",
)
IMPORTED: Final = ("<frozen importlib._bootstrap>", 1360, "_find_and_load", "")
GREENLET: Final = (
    "sqlalchemy.exc.MissingGreenlet: greenlet_spawn has not been called; can't call await_only() "
    "here. Was IO attempted in an unexpected place? "
    "(Background on this error at: https://sqlalche.me/e/20/xd2s)"
)
MODELS: Final = """\
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Team(Base):
    __tablename__ = "teams"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    members: Mapped[list["Member"]] = relationship(back_populates="team")


class Member(Base):
    __tablename__ = "members"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    team: Mapped[Team] = relationship(back_populates="members")
"""


def trace(error: str, *steps: Step) -> str:
    """A traceback through these frames, as Python prints it."""
    lines = ["Traceback (most recent call last):"]
    for path, line, function, code in steps:
        lines.append(f'  File "{path}", line {line}, in {function}')
        if code:
            lines.append(f"    {code}")
    return "\n".join([*lines, error, ""])
