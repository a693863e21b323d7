from typing import Annotated

from fastapi import Depends, FastAPI

from club.access.routes import router
from club.access.scheme import bearer

app = FastAPI()
app.include_router(router)


@app.get("/me")
async def me(token: Annotated[str, Depends(bearer)]) -> str:
    return token
