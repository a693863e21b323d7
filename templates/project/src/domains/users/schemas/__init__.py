"""What callers send and get."""

from src.domains.users.schemas.token import LoginForm, RefreshIn, TokenOut
from src.domains.users.schemas.user import UserIn, UserOut, UserUpdate

__all__ = ["LoginForm", "RefreshIn", "TokenOut", "UserIn", "UserOut", "UserUpdate"]
