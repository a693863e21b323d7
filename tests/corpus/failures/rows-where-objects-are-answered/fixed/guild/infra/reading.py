from collections.abc import Sequence

from sqlalchemy import select

from guild.infra.db import Skill, session_of


async def every_skill() -> Sequence[Skill]:
    async with session_of() as session:
        result = await session.execute(select(Skill).order_by(Skill.name))
        return result.scalars().all()
