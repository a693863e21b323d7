from pydantic import BaseModel

from app.money import Money


class Offer(BaseModel):  # <- or here
    name: str
    price: Money  # <- here
