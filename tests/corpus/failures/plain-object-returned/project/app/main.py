from typing import Any

from fastapi import FastAPI

from app.cart import cart

app = FastAPI()


@app.get("/cart")
async def read() -> dict[str, Any]:
    return cart()
