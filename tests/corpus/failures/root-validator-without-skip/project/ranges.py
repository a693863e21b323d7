from pydantic import BaseModel, root_validator


class Range(BaseModel):
    low: int
    high: int

    @root_validator  # <- here
    def ordered(cls, values):
        if values["low"] > values["high"]:
            raise ValueError("low is above high")
        return values
