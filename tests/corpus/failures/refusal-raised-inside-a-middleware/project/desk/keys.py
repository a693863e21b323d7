from fastapi import HTTPException


def checked(key: str | None) -> str:
    if key != "open":
        raise HTTPException(status_code=401, detail="a key is needed")
    return key
