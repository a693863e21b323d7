from fastapi import HTTPException
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse

from desk.keys import checked


class KeyLayer(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        try:
            request.state.key = checked(request.headers.get("x-key"))
        except HTTPException as refusal:
            return JSONResponse({"detail": refusal.detail}, refusal.status_code)
        return await call_next(request)
