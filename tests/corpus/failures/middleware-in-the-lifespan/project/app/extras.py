from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware


def install(app: FastAPI) -> None:
    app.add_middleware(GZipMiddleware)  # <- or here
