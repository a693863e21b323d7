from fastapi import FastAPI

from app.schemas import EventIn
from app.store import store

app = FastAPI()


@app.post("/events")
async def create(event: EventIn) -> int:
    return await store(event.model_dump())
