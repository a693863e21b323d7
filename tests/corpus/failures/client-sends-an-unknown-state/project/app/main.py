from fastapi import FastAPI

from app.states import State

app = FastAPI()


@app.get("/orders")
async def orders(state: State) -> str:  # <- here
    return state
