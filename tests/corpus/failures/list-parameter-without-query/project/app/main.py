from fastapi import FastAPI

from app.items.routes import router

app = FastAPI()
app.include_router(router, prefix="/items")
