from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Entity(DeclarativeBase):
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Entity):
    __tablename__ = "post"
    text: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    replies: Mapped[list["Post"]] = relationship()
