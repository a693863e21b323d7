from pydantic import BaseModel, field_validator


class UserIn(BaseModel):
    name: str

    @field_validator("name")
    @classmethod
    def not_blank(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("blank")
        value = value.strip()
        return value


class UserOut(BaseModel):
    name: str
