from fastapi import APIRouter

from stock.tables import Item

router = APIRouter()


@router.get("/columns")
def columns() -> list[str]:
    return list(Item.__table__.columns.keys())
