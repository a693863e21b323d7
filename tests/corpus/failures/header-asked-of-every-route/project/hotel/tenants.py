from typing import Annotated

from fastapi import Header


async def known_tenant(x_tenant: Annotated[str, Header()]) -> str:  # <- here
    return x_tenant
