import enum


class State(enum.StrEnum):
    NEW = "new"
    PAID = "paid"  # <- or here
