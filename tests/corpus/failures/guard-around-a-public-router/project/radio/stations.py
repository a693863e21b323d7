from fastapi import APIRouter

stations = APIRouter()


@stations.get("/stations")
async def every_station() -> list[str]:
    return ["one"]
