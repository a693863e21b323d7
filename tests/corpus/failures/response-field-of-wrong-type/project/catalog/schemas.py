from pydantic import BaseModel


class ProductOut(BaseModel):
    sku: str
    price_cents: int
    description: str  # <- here
