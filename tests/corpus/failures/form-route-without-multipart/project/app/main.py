from fastapi import FastAPI

from app.upload import router

app = FastAPI()
app.include_router(router)
