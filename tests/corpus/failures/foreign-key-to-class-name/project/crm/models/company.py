from sqlalchemy.orm import Mapped, mapped_column

from crm.models.core import Base


class Company(Base):
    __tablename__ = "companies"
    id: Mapped[int] = mapped_column(primary_key=True)
