from fastapi import APIRouter

from accounts.models import User
from accounts.audit import audited

router = APIRouter()


@router.get("/users/table")
def table() -> str:
    return audited(User.__tablename__)
