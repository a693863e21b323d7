from fastapi import Depends, FastAPI

from app.dashboard import numbers
from app.db import session, start

app = FastAPI(lifespan=start)


@app.get("/dashboard")
async def dashboard(db=Depends(session)) -> dict[str, int]:
    return await numbers(db)
