from fastapi import FastAPI

from app.state import ticker

app = FastAPI()


@app.get("/ticks")
async def ticks() -> int:
    return ticker.ticks
