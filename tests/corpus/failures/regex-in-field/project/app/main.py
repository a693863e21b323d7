from fastapi import FastAPI

from app.zips import Zip

app = FastAPI()


@app.post("/zip")
async def zip_code(body: Zip) -> str:
    return body.code
