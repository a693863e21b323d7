from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Board(Base):
    __tablename__ = "board"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    cards: Mapped[list["Card"]] = relationship(
        back_populates="board", lazy="selectin", cascade="all, delete-orphan"
    )


class Card(Base):
    __tablename__ = "card"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"))
    board: Mapped[Board] = relationship(back_populates="cards")
