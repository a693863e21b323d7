from sqlalchemy import create_engine

from crm.models import Base

engine = create_engine("sqlite:///crm.db")


def prepare() -> None:
    Base.metadata.create_all(engine)
