import jwt

from app.core.config import get_settings

settings = get_settings()


def make_token(subject: str) -> str:
    return jwt.encode({"sub": subject}, settings.jwt_secret, algorithm="HS256")
