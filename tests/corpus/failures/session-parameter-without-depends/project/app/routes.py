from fastapi import APIRouter

from app.deps import get_greeter

router = APIRouter()


@router.get("/greeting")
async def greeting(greeter=get_greeter, name: str = "you") -> str:
    return greeter()(name)


@router.get("/farewell")
async def farewell(greeter) -> str:  # <- here
    return greeter("and farewell")
