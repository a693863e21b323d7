from ranges import Range


def width(low: int, high: int) -> int:
    given = Range(low=low, high=high)
    return given.high - given.low
