from typing import Annotated

from fastapi import Header


async def known_tenant(x_tenant: Annotated[str, Header()] = "main") -> str:
    return x_tenant
