from fastapi import APIRouter, Depends

from app.deps import get_user_service  # <- here

router = APIRouter()


@router.get("/users")
def users(service: str = Depends(get_user_service)) -> str:
    return service
