from fastapi import FastAPI, Request

from app.parsing import parsed

app = FastAPI()


@app.post("/orders")
async def create(request: Request) -> int:
    return len(parsed(await request.json()).lines)
