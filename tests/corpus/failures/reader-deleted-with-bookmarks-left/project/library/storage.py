from sqlalchemy import create_engine, event
from sqlalchemy.orm import DeclarativeBase, sessionmaker

engine = create_engine("sqlite:///library.db")
new_session = sessionmaker(engine)


class Base(DeclarativeBase):
    pass


@event.listens_for(engine, "connect")
def enforce_keys(connection, _) -> None:
    connection.execute("PRAGMA foreign_keys=ON")
