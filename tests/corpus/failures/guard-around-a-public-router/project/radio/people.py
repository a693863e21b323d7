from fastapi import APIRouter

people = APIRouter()


@people.get("/me")
async def me() -> str:
    return "me"
