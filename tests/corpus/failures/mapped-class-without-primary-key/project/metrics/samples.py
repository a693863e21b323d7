from sqlalchemy.orm import DeclarativeBase, Mapped


class Base(DeclarativeBase):
    pass


class Sample(Base):  # <- here
    __tablename__ = "samples"
    sensor: Mapped[str]
    second: Mapped[int]
    value: Mapped[float]
