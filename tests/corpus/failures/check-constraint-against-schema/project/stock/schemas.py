from pydantic import BaseModel, Field


class LotIn(BaseModel):
    amount: int = Field(le=1000)  # <- here
