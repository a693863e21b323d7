from fastapi import FastAPI, Request

from app.parse import parse
from app.reading import size

app = FastAPI()


@app.post("/echo")
async def echo(request: Request) -> dict[str, int]:
    length = await size(request)
    return await parse(request) | {"size": length}
