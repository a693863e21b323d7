from fastapi import FastAPI

from relay.link import address

app = FastAPI()


@app.get("/address")
async def where() -> str:
    return address()
