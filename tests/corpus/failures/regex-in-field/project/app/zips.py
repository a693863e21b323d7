from pydantic import BaseModel, Field


class Zip(BaseModel):
    code: str = Field(..., regex=r"^\d{5}$")  # <- here
