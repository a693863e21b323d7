from sqlalchemy import create_engine
from sqlalchemy.orm import Session

engine = create_engine("sqlite:///fleet.db")


def session_of_request():
    with Session(engine) as session:
        yield session
