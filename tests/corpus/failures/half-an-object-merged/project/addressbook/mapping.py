from addressbook.db import Contact


def to_row(number: int, values: dict) -> Contact:
    return Contact(id=number, name=values.get("name"), phone=values["phone"])  # <- here
