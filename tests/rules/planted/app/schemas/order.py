from pydantic import BaseModel, field_validator


class LineOut(BaseModel):
    model_config = {"from_attributes": True}

    id: int
    title: str


class OwnerOut(BaseModel):
    model_config = {"from_attributes": True}

    id: int
    name: str
    hashed_password: str  # <- FE203


class OrderOut(BaseModel):
    model_config = {"from_attributes": True}

    id: int
    number: str
    total: str  # <- FE205
    owner: OwnerOut
    lines: list[LineOut]


class OrderIn(BaseModel):
    number: str
    note: str | None = None

    @field_validator("number")
    @classmethod
    def clean_number(cls, value: str) -> str:  # <- FE210
        value.strip()


class OrderUpdate(BaseModel):
    number: str  # <- FE206
    note: str | None = None


class TagIn(BaseModel):
    name: str

    class Config:
        orm_mode = True  # <- FE209


class TagOut(BaseModel):
    id: int
    name: str
