from pydantic import BaseModel, ConfigDict

from app.money import Money


class Offer(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)
    name: str
    price: Money
