import jwt

from app import config


def make(subject: str) -> str:
    return jwt.encode({"sub": subject}, config.SECRET, algorithm=config.ALGORITHM)
