from sqlalchemy.orm import Mapped, mapped_column

from jobs.base import Base


class Run(Base):
    __tablename__ = "runs"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


async def start(session) -> Run:
    run = Run(name="daily")
    session.add(run)
    await session.commit()
    return run


def finish(run: Run) -> str:
    return f"run {run.name} ended"
