from scale.errors import bad_request


def checked(grams: int) -> int:
    if grams < 0:
        raise ValueError("nothing weighs less than nothing")
    return grams


def weigh(grams: int) -> float:
    try:
        return checked(grams) / 1000
    except ValueError as error:
        raise bad_request(error) from error
