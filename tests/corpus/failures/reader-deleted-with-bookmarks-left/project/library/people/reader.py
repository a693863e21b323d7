from sqlalchemy.orm import Mapped, mapped_column

from library.storage import Base


class Reader(Base):
    __tablename__ = "reader"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
