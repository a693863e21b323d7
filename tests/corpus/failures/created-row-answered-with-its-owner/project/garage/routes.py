from fastapi import APIRouter, Depends, status
from sqlalchemy.ext.asyncio import AsyncSession

from garage import crud
from garage.db import get_db
from garage.schemas import CarIn, CarOut

router = APIRouter(prefix="/cars", tags=["cars"])


@router.post("", response_model=CarOut, status_code=status.HTTP_201_CREATED)
async def add_car(given: CarIn, db: AsyncSession = Depends(get_db)):
    return await crud.cars.create(db, given)
