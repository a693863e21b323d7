from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Bed(Base):
    __tablename__ = "bed"
    id: Mapped[int] = mapped_column(primary_key=True)
    plants: Mapped["Plant"] = relationship(back_populates="bed")  # <- here


class Plant(Base):
    __tablename__ = "plant"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    bed_id: Mapped[int] = mapped_column(ForeignKey("bed.id"))
    bed: Mapped[Bed] = relationship(back_populates="plants")
