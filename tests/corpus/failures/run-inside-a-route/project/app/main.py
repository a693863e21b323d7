from fastapi import FastAPI

from app.rates import rates

app = FastAPI()


@app.get("/rates")
async def read() -> dict[str, float]:
    return rates()  # <- or here
