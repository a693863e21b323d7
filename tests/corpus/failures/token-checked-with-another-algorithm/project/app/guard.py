import jwt

from app import config


def subject(token: str) -> str:
    return jwt.decode(token, config.SECRET, algorithms=["HS256"])["sub"]  # <- here
