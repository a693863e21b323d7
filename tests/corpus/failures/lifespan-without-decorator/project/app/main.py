from fastapi import FastAPI, Request

from app.lifecycle import lifespan

app = FastAPI(lifespan=lifespan)


@app.get("/ready")
async def ready(request: Request) -> bool:
    return request.app.state.ready
