from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Case(Base):
    __tablename__ = "law_cases"
    id: Mapped[int] = mapped_column(primary_key=True)
