from pydantic import BaseModel, ConfigDict


class OwnerOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    name: str


class CarIn(BaseModel):
    plate: str
    owner_id: int


class CarOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    plate: str
    owner: OwnerOut
