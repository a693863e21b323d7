from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from fleet.models import Truck
from fleet.models.base import Base


def main() -> None:
    engine = create_engine("sqlite:///fleet.db")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Truck(plate="B-12"))
        session.commit()


if __name__ == "__main__":
    main()
