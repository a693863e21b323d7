from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from choir.schema.singer import Singer
from choir.schema.voice import Base


def first_singer() -> str:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Singer(name="Ada"))
        session.flush()
        return session.query(Singer).one().name
