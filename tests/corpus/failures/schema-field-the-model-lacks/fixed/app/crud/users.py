from app.crud.base import CRUDBase
from app.models import User
from app.schemas import UserCreate

crud = CRUDBase(User)


def create(body: UserCreate) -> User:
    values = body.model_dump(exclude={"password"})
    return crud.build(**values, password_hash=str(hash(body.password)))
