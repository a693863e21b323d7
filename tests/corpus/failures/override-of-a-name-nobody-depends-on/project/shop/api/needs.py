from collections.abc import Iterator

from sqlalchemy.orm import Session

from shop.core.storage import open_session


def database() -> Iterator[Session]:
    yield from open_session()
