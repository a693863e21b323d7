from addressbook.db import Contact


def to_row(number: int, values: dict) -> Contact:
    return Contact(id=number, **values)
