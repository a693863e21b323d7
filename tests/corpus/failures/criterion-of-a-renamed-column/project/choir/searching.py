from sqlalchemy.orm import Session

from choir.tables import Singer, engine


def how_many(**criteria: str) -> int:
    with Session(engine) as session:
        return session.query(Singer).filter_by(**criteria).count()
