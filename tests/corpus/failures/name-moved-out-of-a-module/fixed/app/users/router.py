from fastapi import APIRouter, Depends

from app.users.deps import get_user_service

router = APIRouter()


@router.get("/users")
def users(service: str = Depends(get_user_service)) -> str:
    return service
