from typing import Annotated

from fastapi import Depends


def get_name() -> str:
    return "Ada"


Name = Annotated[str, Depends(get_name)]
