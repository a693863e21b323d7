from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from site_app import contact

app = FastAPI()
app.include_router(contact.router)
app.mount("/", StaticFiles(directory=Path(__file__).parent / "public", html=True))
