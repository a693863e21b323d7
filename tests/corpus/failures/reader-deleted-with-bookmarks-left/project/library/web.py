from contextlib import asynccontextmanager

from fastapi import FastAPI

from library.people.reader import Reader
from library.people.removal import remove
from library.shelf.bookmark import Bookmark
from library.storage import Base, engine, new_session


@asynccontextmanager
async def filled(_: FastAPI):
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    with new_session.begin() as db:
        db.add(Reader(id=1, name="Ada"))
        db.flush()
        db.add(Bookmark(page=7, reader_id=1))
    yield


def create() -> FastAPI:
    app = FastAPI(lifespan=filled)

    @app.delete("/readers/{number}", status_code=204)
    def delete_reader(number: int) -> None:
        with new_session() as db:
            remove(db, number)

    return app
