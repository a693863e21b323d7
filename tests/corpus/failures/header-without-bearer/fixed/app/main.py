from fastapi import Depends, FastAPI

from app.prices import public
from app.security import bearer

app = FastAPI()
app.include_router(public)


@app.get("/private", dependencies=[Depends(bearer)])
async def private() -> str:
    return "s"
