from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class PeopleBase(DeclarativeBase):
    pass


class Person(PeopleBase):
    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
