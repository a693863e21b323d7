from pydantic import ValidationError

from width import width

assert width(1, 4) == 3
try:
    width(4, 1)
except ValidationError:
    pass
else:
    raise AssertionError("not refused")
