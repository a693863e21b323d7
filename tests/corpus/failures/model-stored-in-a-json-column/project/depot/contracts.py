from pydantic import BaseModel


class Address(BaseModel):
    town: str


class OrderIn(BaseModel):
    address: Address
