from pydantic import BaseModel, Field


class Zip(BaseModel):
    code: str = Field(..., pattern=r"^\d{5}$")
