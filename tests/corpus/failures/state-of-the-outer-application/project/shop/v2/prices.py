from fastapi import APIRouter, Request

router = APIRouter()


@router.get("/prices/{name}")
async def price(name: str, request: Request) -> int:
    return request.app.state.catalogue[name]
