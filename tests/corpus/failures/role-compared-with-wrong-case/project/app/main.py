from fastapi import Depends, FastAPI

from app.roles import Needs

app = FastAPI()


@app.get("/admin", dependencies=[Depends(Needs("Admin"))])  # <- here
async def admin() -> str:
    return "welcome"
