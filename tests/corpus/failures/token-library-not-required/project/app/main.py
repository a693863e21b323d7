from fastapi import FastAPI

from app.auth.tokens import make

app = FastAPI()


@app.get("/token")
async def token() -> str:
    return make("ada")
