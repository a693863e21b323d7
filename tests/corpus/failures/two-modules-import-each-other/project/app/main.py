from fastapi import FastAPI

from app.orders import service as orders

app = FastAPI()


@app.get("/orders/{number}")
async def read(number: int) -> dict[str, int]:
    return {"number": number, "total": orders.total(number)}
