from datetime import date
from typing import Optional

from pydantic import BaseModel


class DayIn(BaseModel):
    date: Optional[date] = None  # <- here
    note: str = ""
