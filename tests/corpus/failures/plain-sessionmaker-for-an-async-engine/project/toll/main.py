from fastapi import FastAPI

from toll.gates import number_of_gates

app = FastAPI()


@app.get("/gates")
async def gates() -> int:
    return await number_of_gates()
