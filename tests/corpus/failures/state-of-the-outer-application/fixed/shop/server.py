from contextlib import asynccontextmanager

from fastapi import FastAPI

from shop.v2.app import inner


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.catalogue = inner.state.catalogue = {"tea": 3, "soap": 2}
    yield


outer = FastAPI(lifespan=lifespan)
outer.mount("/v2", inner)
