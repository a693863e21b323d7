from fastapi import FastAPI

from hooks.receiving import router

app = FastAPI()
app.include_router(router)
