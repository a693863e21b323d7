from contextlib import asynccontextmanager

from fastapi import FastAPI, Request


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.store = {"a": "1"}
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/{key}")
async def read(key: str, request: Request) -> str:
    return request.app.state.store[key]
