from fastapi import FastAPI

from app.settings import Settings

settings = Settings()
app = FastAPI()


@app.get("/pool")
async def pool() -> int:
    return settings.pool_size
