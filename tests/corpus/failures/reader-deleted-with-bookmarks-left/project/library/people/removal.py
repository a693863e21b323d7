from sqlalchemy.orm import Session

from library.people.reader import Reader


def remove(db: Session, number: int) -> None:
    db.delete(db.get_one(Reader, number))
    db.commit()
