from typing import Self

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from plants.records import Record

engine = create_engine("sqlite:///plants.db")


def create() -> None:
    Record.metadata.drop_all(engine)
    Record.metadata.create_all(engine)


class UnitOfWork:
    def __enter__(self) -> Self:
        self.session = Session(engine)
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def commit(self) -> None:
        self.session.commit()
