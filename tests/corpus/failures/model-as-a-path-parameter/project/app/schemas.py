from pydantic import BaseModel


class Key(BaseModel):
    value: str
