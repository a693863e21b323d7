from fastapi import FastAPI

api = FastAPI()  # <- here


@api.get("/")
async def root() -> str:
    return "hello"
