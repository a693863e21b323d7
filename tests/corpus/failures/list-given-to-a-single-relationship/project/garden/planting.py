from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from garden.soil import Base, Bed, Plant


def planted(names: list[str]) -> int:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        bed = Bed(plants=[Plant(name=name) for name in names])
        session.add(bed)
        session.commit()
        return len(bed.plants)
