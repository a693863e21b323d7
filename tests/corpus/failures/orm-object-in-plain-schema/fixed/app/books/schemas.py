from pydantic import BaseModel, ConfigDict


class BookIn(BaseModel):
    title: str


class BookOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    id: int
    title: str
