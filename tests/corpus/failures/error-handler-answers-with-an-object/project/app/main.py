from fastapi import FastAPI

from app.clock import now
from app.respond import ok

app = FastAPI()


@app.get("/when")
async def when():
    return ok(now=now())  # <- or here
