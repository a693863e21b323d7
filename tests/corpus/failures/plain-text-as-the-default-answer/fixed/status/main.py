from fastapi import FastAPI

from status.health import router

app = FastAPI()
app.include_router(router)
