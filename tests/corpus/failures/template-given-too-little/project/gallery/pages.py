from fastapi import APIRouter, Request

from gallery.showing import show

router = APIRouter()


@router.get("/pictures")
async def pictures(request: Request):
    return show(request, "pictures.html", title="Pictures")  # <- here
