from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:
    from app.schemas.line import LineIn  # <- or here


class OrderIn(BaseModel):
    lines: list[LineIn]  # <- here
