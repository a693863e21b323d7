from fastapi import FastAPI

from accounts.router import router

app = FastAPI()
app.include_router(router)
