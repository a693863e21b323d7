from app.schemas import UserIn


def create(user: UserIn) -> dict[str, str]:
    return {"name": user.name}
