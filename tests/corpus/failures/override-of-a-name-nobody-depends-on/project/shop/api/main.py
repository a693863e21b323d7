from fastapi import Depends, FastAPI
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shop.api.needs import database
from shop.core.models import Lamp

app = FastAPI()


@app.get("/lamps")
def lamps(session: Session = Depends(database)) -> int:
    return session.scalar(select(func.count(Lamp.id)))
