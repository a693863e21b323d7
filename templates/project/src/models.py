"""Every table of the service: who imports this module has them all.

Migrations compare all of them with the database, and a relationship finds its other end only when
that is imported too. A new domain adds its models here.
"""

from src.core.idempotency import IdempotencyKey
from src.core.models import Base
from src.domains.users.models import LoginFailure, RefreshToken, User

__all__ = ["Base", "IdempotencyKey", "LoginFailure", "RefreshToken", "User"]
