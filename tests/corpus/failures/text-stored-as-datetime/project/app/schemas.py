from pydantic import BaseModel


class EventIn(BaseModel):
    name: str
    starts: str  # <- here
