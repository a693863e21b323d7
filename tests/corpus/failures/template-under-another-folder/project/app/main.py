from fastapi import FastAPI, Request

from app.render import page

app = FastAPI()


@app.get("/")
async def home(request: Request):
    return page(request, "home")  # <- here
