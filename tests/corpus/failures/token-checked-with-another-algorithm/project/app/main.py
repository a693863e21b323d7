from fastapi import FastAPI

from app.guard import subject
from app.tokens import make

app = FastAPI()


@app.get("/round")
async def there_and_back() -> str:
    return subject(make("ada"))
