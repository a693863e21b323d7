from sqlalchemy.orm import Mapped, mapped_column, relationship

from library.entities.base import Base


class Author(Base):
    __tablename__ = "authors"
    id: Mapped[int] = mapped_column(primary_key=True)
    books: Mapped[list["Book"]] = relationship(back_populates="author")  # <- or here
