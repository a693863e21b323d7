from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from app.deps import get_session
from app.numbers import numbers

app = FastAPI()


@app.get("/numbers")
async def read(session: Annotated[AsyncSession, Depends(get_session)]) -> int:
    return await numbers(session)
