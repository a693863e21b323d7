from sqlalchemy import select

from jobs.store import Job, sessions


async def states() -> list[str]:
    async with sessions() as session:
        found = await session.scalars(select(Job).order_by(Job.id))
        return [job.state.value for job in found]
