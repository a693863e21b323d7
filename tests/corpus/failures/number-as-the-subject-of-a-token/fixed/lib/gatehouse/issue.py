from datetime import UTC, datetime, timedelta

import jwt

from gatehouse.keys import ALGORITHM, KEY


def issue(user_id: int) -> str:
    claims = {
        "sub": str(user_id),
        "exp": datetime.now(UTC) + timedelta(minutes=5),
    }
    return jwt.encode(claims, KEY, ALGORITHM)
