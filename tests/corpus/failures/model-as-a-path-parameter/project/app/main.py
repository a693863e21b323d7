from fastapi import FastAPI

from app.entries import router

app = FastAPI()
app.include_router(router)
