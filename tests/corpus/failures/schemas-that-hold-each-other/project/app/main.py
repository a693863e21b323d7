from fastapi import FastAPI

from app.convert import team_out
from app.domain import red_team
from app.schemas import TeamOut

app = FastAPI()


@app.get("/teams/{number}")
async def team(number: int) -> TeamOut:
    return team_out(red_team())
