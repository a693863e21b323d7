"""Logins that failed."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from src.core.models import Base, Identified, utc_now


class LoginFailure(Identified, Base):
    """One failed login. Rows are only added and removed, so two at a time don't conflict."""

    __tablename__ = "login_failures"
    __table_args__ = (Index(None, "subject", "failed_at"),)

    subject: Mapped[str] = mapped_column(String(64))
    """A digest of the account and the address that it was tried from."""
    failed_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
