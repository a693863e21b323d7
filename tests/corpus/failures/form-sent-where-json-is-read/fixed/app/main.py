from typing import Annotated

from fastapi import FastAPI, Form

from app.schemas import Subscription

app = FastAPI()


@app.post("/subscribe")
async def subscribe(subscription: Annotated[Subscription, Form()]) -> str:
    return subscription.email
