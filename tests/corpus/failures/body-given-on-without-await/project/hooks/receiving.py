from fastapi import APIRouter, Request

from hooks.event import event_of

router = APIRouter()


@router.post("/hooks")
async def received(request: Request) -> str:
    values = request.json()  # <- here
    return event_of(values).name
