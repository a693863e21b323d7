from pydantic import BaseModel, Field


class LotIn(BaseModel):
    amount: int = Field(ge=0, le=1000)
