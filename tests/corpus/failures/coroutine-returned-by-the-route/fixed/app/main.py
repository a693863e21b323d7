from fastapi import FastAPI

from app.service import Service

app = FastAPI()


@app.get("/total", response_model=int)
async def total():
    return await Service().total()
