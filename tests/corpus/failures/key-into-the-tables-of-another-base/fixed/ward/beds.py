from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ward.people import PeopleBase as Base


class Bed(Base):
    __tablename__ = "bed"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
