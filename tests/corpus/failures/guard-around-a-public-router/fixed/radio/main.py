from fastapi import Depends, FastAPI

from radio.doors import guard
from radio.people import people
from radio.stations import stations

app = FastAPI()
app.include_router(people, dependencies=[Depends(guard)])
app.include_router(stations)
