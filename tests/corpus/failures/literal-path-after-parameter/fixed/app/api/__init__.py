from fastapi import APIRouter

from app.api import account, users

router = APIRouter(prefix="/api/v1")
router.include_router(account.router, prefix="/users")
router.include_router(users.router, prefix="/users")
