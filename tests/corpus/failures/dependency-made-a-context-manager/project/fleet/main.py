from fastapi import Depends, FastAPI

from fleet.base.sessions import session_of_request
from fleet.boats import number_of_boats

app = FastAPI()


@app.get("/boats")
def boats(session=Depends(session_of_request)) -> int:
    return number_of_boats(session)
