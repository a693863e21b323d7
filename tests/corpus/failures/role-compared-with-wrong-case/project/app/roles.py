from typing import Annotated

from fastapi import Header, HTTPException


class Needs:
    def __init__(self, role: str) -> None:
        self.role = role

    def __call__(self, x_role: Annotated[str, Header()]) -> None:
        if x_role != self.role:
            raise HTTPException(403, "Not enough permissions")  # <- or here
