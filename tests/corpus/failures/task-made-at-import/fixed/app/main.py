from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.state import ticker

@asynccontextmanager
async def lifespan(app: FastAPI):
    ticker.start()
    yield
    ticker.task.cancel()


app = FastAPI(lifespan=lifespan)


@app.get("/ticks")
async def ticks() -> int:
    return ticker.ticks
