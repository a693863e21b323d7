from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Sample(Base):
    __tablename__ = "samples"
    sensor: Mapped[str] = mapped_column(primary_key=True)
    second: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[float]
