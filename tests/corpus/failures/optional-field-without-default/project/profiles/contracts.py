from typing import Optional

from pydantic import BaseModel


class ProfileIn(BaseModel):
    name: str
    nickname: Optional[str]  # <- here
    age: int | None = None
