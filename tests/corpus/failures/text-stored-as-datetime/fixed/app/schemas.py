from datetime import datetime

from pydantic import BaseModel


class EventIn(BaseModel):
    name: str
    starts: datetime
