from fastapi import FastAPI

from stock import items

app = FastAPI()
app.include_router(items.router)
