from pydantic import BaseModel, Field


class Trip(BaseModel):
    origin: str = Field(alias="from")
    destination: str = Field(alias="to")  # <- or here
