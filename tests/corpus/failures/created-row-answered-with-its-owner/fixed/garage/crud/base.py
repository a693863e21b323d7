from typing import Generic, TypeVar

from pydantic import BaseModel
from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncSession

Table = TypeVar("Table")


class Crud(Generic[Table]):
    def __init__(self, table: type[Table]) -> None:
        self.table = table

    async def create(self, db: AsyncSession, given: BaseModel) -> Table:
        row = self.table(**given.model_dump())
        db.add(row)
        await db.commit()
        await db.refresh(row, attribute_names=inspect(self.table).attrs.keys())
        return row
