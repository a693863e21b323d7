"""What the domain does."""

from src.domains.users.services.auth import AuthService
from src.domains.users.services.user import UserService

__all__ = ["AuthService", "UserService"]
