from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from library.storage import Base


class Bookmark(Base):
    __tablename__ = "bookmark"
    id: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[int]
    reader_id: Mapped[int] = mapped_column(ForeignKey("reader.id", ondelete="CASCADE"))
