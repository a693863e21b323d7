from app.crud.base import CRUDBase
from app.models import User
from app.schemas import UserCreate

crud = CRUDBase(User)


def create(body: UserCreate) -> User:
    return crud.build(**body.model_dump())  # <- here
