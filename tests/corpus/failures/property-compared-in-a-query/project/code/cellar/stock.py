from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Stock(DeclarativeBase):
    pass


class Bottle(Stock):
    __tablename__ = "bottle"
    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]

    @property
    def age(self) -> int:  # <- here
        return 2026 - self.year
