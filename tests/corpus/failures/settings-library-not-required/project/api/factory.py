from fastapi import FastAPI

from api.config import Settings


def create_app() -> FastAPI:
    return FastAPI(title=Settings().name)
