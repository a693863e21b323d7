from fastapi import FastAPI

from app.report import report

app = FastAPI()


@app.get("/report")
async def read() -> str:
    return report()
