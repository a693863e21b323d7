from fastapi import FastAPI

from prices.lookup import current_price
from prices.tables import lifespan

app = FastAPI(lifespan=lifespan)


@app.get("/price/{sku}")
async def price(sku: str) -> int | None:
    return await current_price(sku)
