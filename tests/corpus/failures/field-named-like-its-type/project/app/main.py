from fastapi import FastAPI

from app.schemas import DayIn

app = FastAPI()


@app.post("/days")
async def create(day: DayIn) -> DayIn:
    return day
