from fastapi import FastAPI

from app.service import shortened

app = FastAPI()


@app.get("/hash")
async def read() -> str:
    return await shortened("a")
