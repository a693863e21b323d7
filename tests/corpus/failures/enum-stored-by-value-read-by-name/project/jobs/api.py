from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from jobs.listing import states
from jobs.store import engine


@asynccontextmanager
async def lifespan(_: FastAPI):
    script = Path(__file__).with_name("seed.sql").read_text()
    async with engine.begin() as connection:
        for statement in script.split(";\n"):
            await connection.exec_driver_sql(statement)
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/jobs")
async def jobs() -> list[str]:
    return await states()
