import uvicorn


def start() -> None:
    uvicorn.run("hive.web:app", workers=2)
