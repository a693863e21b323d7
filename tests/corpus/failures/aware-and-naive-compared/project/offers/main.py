from fastapi import FastAPI

from offers.data import offers
from offers.rules import is_open

app = FastAPI()


@app.get("/offers/open")
def open_offers() -> list[str]:
    return [offer.name for offer in offers() if is_open(offer)]
