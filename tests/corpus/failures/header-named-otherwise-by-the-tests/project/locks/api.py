from typing import Annotated

from fastapi import FastAPI, Header

app = FastAPI()


@app.get("/locks")
async def locks(x_key: Annotated[str, Header()]) -> str:
    return x_key
