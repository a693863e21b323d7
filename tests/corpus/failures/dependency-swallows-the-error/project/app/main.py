from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from app.items import router

app = FastAPI()
app.include_router(router)


@app.exception_handler(KeyError)
async def missing(request: Request, error: KeyError) -> JSONResponse:
    return JSONResponse({"detail": "not there"}, 404)
