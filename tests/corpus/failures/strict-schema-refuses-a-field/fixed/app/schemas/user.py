from app.schemas.base import Schema


class UserIn(Schema):
    email: str
    full_name: str | None = None
