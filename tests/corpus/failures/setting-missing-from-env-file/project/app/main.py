from fastapi import FastAPI

from app.core.security import make_token

app = FastAPI()


@app.post("/token")
async def token(name: str) -> str:
    return make_token(name)
