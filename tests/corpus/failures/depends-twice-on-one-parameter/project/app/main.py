from fastapi import FastAPI

from app.hello import router

app = FastAPI()
app.include_router(router)
