from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Bread(BaseModel):
    name: str


@app.post("/breads")
async def bake(bread: Bread) -> str:
    return bread.name
