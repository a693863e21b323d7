from fastapi import FastAPI

from app.queries import one

app = FastAPI()


@app.get("/version")
def version() -> int:
    return one()
