from fastapi import FastAPI

from counting import count_members
from tables import create

create()
app = FastAPI()


@app.get("/count")
def count() -> int:
    return count_members()
