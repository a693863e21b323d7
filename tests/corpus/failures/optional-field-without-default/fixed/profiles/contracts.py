from typing import Optional

from pydantic import BaseModel


class ProfileIn(BaseModel):
    name: str
    nickname: Optional[str] = None
    age: int | None = None
