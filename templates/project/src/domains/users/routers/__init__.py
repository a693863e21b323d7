"""Routes of the domain."""

from src.domains.users.routers.auth import router as auth_router
from src.domains.users.routers.user import router as users_router

__all__ = ["auth_router", "users_router"]
