import jwt  # <- or here


def make(name: str) -> str:
    return jwt.encode({"sub": name}, "k" * 32, algorithm="HS256")
