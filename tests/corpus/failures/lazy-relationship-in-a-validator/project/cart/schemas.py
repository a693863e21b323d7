from typing import Any

from pydantic import BaseModel, model_validator


class CartOut(BaseModel):
    id: int
    total: int

    @model_validator(mode="before")
    @classmethod
    def with_total(cls, cart: Any) -> Any:
        return {"id": cart.id, "total": sum(item.cents for item in cart.items)}
