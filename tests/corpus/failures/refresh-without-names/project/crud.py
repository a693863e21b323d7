from sqlalchemy.ext.asyncio import AsyncSession

from models import Team


async def create_team(db: AsyncSession, name: str) -> Team:
    team = Team(name=name)
    db.add(team)
    await db.commit()
    await db.refresh(team)  # <- here
    return team
