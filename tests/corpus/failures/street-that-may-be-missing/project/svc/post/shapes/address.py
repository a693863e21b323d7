from pydantic import BaseModel


class Address(BaseModel):
    town: str
    street: str  # <- here
