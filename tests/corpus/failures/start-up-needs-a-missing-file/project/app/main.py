from contextlib import asynccontextmanager

from fastapi import FastAPI

from app import config, prices


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.prices = prices.load(config.PRICES)  # <- or here
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/prices/{name}")
async def price(name: str) -> int:
    return app.state.prices[name]
