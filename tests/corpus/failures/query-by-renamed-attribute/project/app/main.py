from fastapi import FastAPI

from app.filters import by_mail

app = FastAPI()


@app.get("/users")
async def users(mail: str) -> str:
    return str(by_mail(mail))
