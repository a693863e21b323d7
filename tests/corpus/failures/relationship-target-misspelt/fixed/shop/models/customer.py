from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.models.base import Base


class Customer(Base):
    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    orders = relationship("Order", back_populates="customer")
