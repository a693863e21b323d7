import uvicorn

from hive.web import app


def start() -> None:
    uvicorn.run(app, workers=2)  # <- here
