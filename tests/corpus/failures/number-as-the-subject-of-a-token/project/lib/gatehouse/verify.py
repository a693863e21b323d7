import jwt

from gatehouse.keys import ALGORITHM, KEY


def number_of(token: str) -> int:
    return int(jwt.decode(token, KEY, [ALGORITHM])["sub"])
