from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from app.rows import rows

app = FastAPI()


@app.get("/rows")
async def read() -> StreamingResponse:
    return StreamingResponse(rows())
