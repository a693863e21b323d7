from fastapi import FastAPI

from parcels.boundary.parcel import ParcelIn
from parcels.core.pricing import price

app = FastAPI()


@app.post("/parcels")
async def send(parcel: ParcelIn) -> int:
    return price(parcel.parcel_weight)
