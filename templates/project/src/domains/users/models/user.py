"""The account of a person."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from src.core.models import Base, Identified, Timestamped, Versioned
from src.core.security import Role


class User(Identified, Timestamped, Versioned, Base):
    """An account. The e-mail address is stored normalised, so that it can be unique."""

    __tablename__ = "users"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    full_name: Mapped[str | None] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(32), default=Role.USER)
    is_active: Mapped[bool] = mapped_column(default=True)
