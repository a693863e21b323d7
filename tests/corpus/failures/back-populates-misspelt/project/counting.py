from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tables import Member, engine


def count_members() -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count(Member.id)).join(Member.club)) or 0
