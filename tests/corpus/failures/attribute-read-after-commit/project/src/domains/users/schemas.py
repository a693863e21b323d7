from pydantic import BaseModel, ConfigDict


class UserIn(BaseModel):
    email: str


class UserOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    email: str
