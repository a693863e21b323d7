from fastapi import FastAPI

from app.schemas import Subscription

app = FastAPI()


@app.post("/subscribe")
async def subscribe(subscription: Subscription) -> str:  # <- here
    return subscription.email
