from fastapi.security import HTTPBearer

guard = HTTPBearer()
