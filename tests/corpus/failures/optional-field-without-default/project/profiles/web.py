from fastapi import FastAPI

from profiles.contracts import ProfileIn

app = FastAPI()


@app.post("/profiles", status_code=201)
async def create(profile: ProfileIn) -> ProfileIn:
    return profile
