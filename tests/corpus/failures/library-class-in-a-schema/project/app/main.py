from fastapi import FastAPI

from app.money import Money
from app.schemas import Offer

app = FastAPI()


@app.get("/cents")
async def cents() -> int:
    return Offer(name="lamp", price=Money(90)).price.cents
