from sqlalchemy import CheckConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Lot(Base):
    __tablename__ = "lots"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount_not_negative"),)  # <- or here
    id: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[int]
