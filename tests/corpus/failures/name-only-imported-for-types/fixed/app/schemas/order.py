from __future__ import annotations

from pydantic import BaseModel

from app.schemas.line import LineIn


class OrderIn(BaseModel):
    lines: list[LineIn]
