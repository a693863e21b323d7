from sqlalchemy import func, select


async def count(db, model) -> int:
    return await db.scalar(select(func.count()).select_from(model))
