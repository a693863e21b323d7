from addressbook.db.contact import Base, Contact
from addressbook.db.session import Session, engine

__all__ = ["Base", "Contact", "Session", "engine"]
