import jwt

from gate.issue import KEY


def verify(token: str) -> str:
    claims = jwt.decode(token, KEY, algorithms=["HS256"], audience="gate")
    return claims["sub"]
