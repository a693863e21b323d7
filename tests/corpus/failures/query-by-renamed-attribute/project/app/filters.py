from sqlalchemy import Select, select

from app.models import User


def by_mail(mail: str) -> Select[tuple[User]]:
    return select(User).where(User.mail == mail)  # <- here
