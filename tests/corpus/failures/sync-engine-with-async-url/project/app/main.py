from contextlib import asynccontextmanager

from fastapi import FastAPI

from app import startup


@asynccontextmanager
async def lifespan(app: FastAPI):
    startup.prepare_now()
    yield


app = FastAPI(lifespan=lifespan)
