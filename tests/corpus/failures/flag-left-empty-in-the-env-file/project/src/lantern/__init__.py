from fastapi import FastAPI

from lantern.pages import router

app = FastAPI()
app.include_router(router)
