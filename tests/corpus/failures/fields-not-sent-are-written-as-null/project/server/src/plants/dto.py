from pydantic import BaseModel


class PlantPatch(BaseModel):
    name: str | None = None
    room: str | None = None
