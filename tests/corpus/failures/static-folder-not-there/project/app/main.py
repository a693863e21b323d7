from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from app.config import STATIC

app = FastAPI()
app.mount("/static", StaticFiles(directory=STATIC))  # <- or here
