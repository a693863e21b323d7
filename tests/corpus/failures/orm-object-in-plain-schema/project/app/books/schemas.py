from pydantic import BaseModel


class BookIn(BaseModel):
    title: str


class BookOut(BaseModel):  # <- here
    id: int
    title: str
