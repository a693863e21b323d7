from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Record(DeclarativeBase):
    pass


class Plant(Record):
    __tablename__ = "plants"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    room: Mapped[str]
