from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session

from inn.persistence import database, number_of_guests

app = FastAPI()


@app.get("/guests")
def guests(session: Session = Depends(database)) -> int:
    return number_of_guests(session)
