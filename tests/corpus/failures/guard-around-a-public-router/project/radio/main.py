from fastapi import Depends, FastAPI

from radio.doors import guard
from radio.people import people
from radio.stations import stations

app = FastAPI()
for router in (people, stations):
    app.include_router(router, dependencies=[Depends(guard)])  # <- here
