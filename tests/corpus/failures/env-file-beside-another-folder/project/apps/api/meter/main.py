from fastapi import FastAPI

from meter.readings import router

app = FastAPI()
app.include_router(router)
