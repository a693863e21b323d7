from contextlib import asynccontextmanager

from fastapi import FastAPI

from plants.changes import change
from plants.dto import PlantPatch
from plants.records import Plant
from plants.unit import UnitOfWork, create


@asynccontextmanager
async def lifespan(_: FastAPI):
    create()
    with UnitOfWork() as work:
        work.session.add(Plant(name="ivy", room="hall"))
        work.commit()
    yield


api = FastAPI(lifespan=lifespan)


@api.patch("/plants/{number}")
def patch_plant(number: int, patch: PlantPatch) -> list[str]:
    with UnitOfWork() as work:
        plant = work.session.get_one(Plant, number)
        change(plant, patch)
        work.commit()
        return [plant.name, plant.room]
