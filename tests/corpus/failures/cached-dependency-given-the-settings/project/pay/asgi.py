from fastapi import Depends, FastAPI

from pay.gateway import Gateway, gateway

app = FastAPI()


@app.get("/limit")
async def limit(used: Gateway = Depends(gateway)) -> int:
    return used.limit
