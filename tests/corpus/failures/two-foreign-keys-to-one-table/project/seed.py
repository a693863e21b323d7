from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from bank import Account, Base, Transfer


def main():
    engine = create_engine("sqlite:///bank.db")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        ada, bob = Account(owner="Ada"), Account(owner="Bob")
        session.add_all([ada, bob])
        session.flush()
        session.add(Transfer(source_id=ada.id, target_id=bob.id, cents=100))
        session.commit()


if __name__ == "__main__":
    main()
