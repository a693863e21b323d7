from fastapi import FastAPI, HTTPException

from app.prices import price

app = FastAPI()


@app.get("/prices/{name}")
async def read(name: str) -> int:
    return price(name)  # <- or here
