import enum


class State(enum.StrEnum):
    NEW = "new"
    PAID = "paid"

    @classmethod
    def _missing_(cls, value: object) -> "State | None":
        return next((state for state in cls if state.value == str(value).lower()), None)
