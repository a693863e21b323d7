from fastapi import FastAPI

from health.checks import ALL
from health.probe import probe

app = FastAPI()


@app.get("/health")
async def health() -> dict[str, bool]:
    return {name: await probe(statement) for name, statement in ALL.items()}
