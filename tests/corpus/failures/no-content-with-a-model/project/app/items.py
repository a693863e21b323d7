from fastapi import APIRouter

from app.crud import with_delete

router = with_delete(APIRouter(prefix="/items"), "/{number}")
