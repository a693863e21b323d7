from starlette.middleware.base import BaseHTTPMiddleware

from desk.keys import checked


class KeyLayer(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.key = checked(request.headers.get("x-key"))  # <- here
        return await call_next(request)
