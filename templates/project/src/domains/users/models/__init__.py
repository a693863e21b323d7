"""Tables of the domain."""

from src.domains.users.models.login_failure import LoginFailure
from src.domains.users.models.refresh_token import RefreshToken
from src.domains.users.models.user import User

__all__ = ["LoginFailure", "RefreshToken", "User"]
