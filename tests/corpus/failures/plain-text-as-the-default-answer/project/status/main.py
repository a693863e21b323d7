from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

from status.health import router

app = FastAPI(default_response_class=PlainTextResponse)  # <- here
app.include_router(router)
