from fastapi import HTTPException


def bad_request(error: Exception) -> HTTPException:
    return HTTPException(400, detail={"error": str(error)})
