from app.schemas.base import Schema


class UserIn(Schema):  # <- here
    email: str
    fullname: str | None = None
