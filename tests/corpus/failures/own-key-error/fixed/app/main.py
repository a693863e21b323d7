from fastapi import FastAPI, HTTPException

from app.prices import price

app = FastAPI()


@app.get("/prices/{name}")
async def read(name: str) -> int:
    try:
        return price(name)
    except KeyError:
        raise HTTPException(404) from None
