from fastapi import FastAPI

from src.items.router import router

app = FastAPI()
app.include_router(router, prefix="/api/v1/items")  # <- here
