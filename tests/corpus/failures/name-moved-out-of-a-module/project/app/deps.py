from app.users.deps import get_users

__all__ = ["get_users"]
