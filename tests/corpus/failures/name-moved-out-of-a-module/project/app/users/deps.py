def get_users() -> list[str]:
    return []


def get_user_service() -> str:
    return "service"
