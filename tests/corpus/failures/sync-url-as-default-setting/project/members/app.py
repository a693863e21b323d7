from fastapi import FastAPI

from members.engine import engine

app = FastAPI(title=engine.url.database or "")
