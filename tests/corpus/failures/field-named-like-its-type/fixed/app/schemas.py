import datetime
from typing import Optional

from pydantic import BaseModel


class DayIn(BaseModel):
    date: Optional[datetime.date] = None
    note: str = ""
