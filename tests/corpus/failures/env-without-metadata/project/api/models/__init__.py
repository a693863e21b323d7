from api.models.base import Base
from api.models.user import User

__all__ = ["Base", "User"]
