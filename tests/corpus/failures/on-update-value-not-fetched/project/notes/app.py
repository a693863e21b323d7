from fastapi import FastAPI

from notes.database import lifespan
from notes.routes import router


def create_app() -> FastAPI:
    app = FastAPI(title="Notes", lifespan=lifespan)
    app.include_router(router)
    return app
