from fastapi import FastAPI

from garage.db import prepared
from garage.routes import router

app = FastAPI(lifespan=prepared)
app.include_router(router)
