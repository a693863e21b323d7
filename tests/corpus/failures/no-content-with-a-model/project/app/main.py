from fastapi import FastAPI

from app.items import router

app = FastAPI()
app.include_router(router)
