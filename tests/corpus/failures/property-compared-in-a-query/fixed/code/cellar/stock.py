from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Stock(DeclarativeBase):
    pass


class Bottle(Stock):
    __tablename__ = "bottle"
    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]

    @hybrid_property
    def age(self) -> int:
        return 2026 - self.year
