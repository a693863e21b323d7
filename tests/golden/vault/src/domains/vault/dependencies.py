"""What routes of this domain ask for."""

from typing import Annotated

from fastapi import Depends

from src.core.audit import AuditDep
from src.core.database import SessionDep
from src.core.security import PrincipalDep
from src.domains.vault.services import (
    BoxFilters,
    BoxService,
    SecretFilters,
    SecretService,
    TagFilters,
    TagService,
)


async def get_tag_service(
    session: SessionDep, principal: PrincipalDep, audit: AuditDep
) -> TagService:
    """The caller's tags, within the session of this request."""
    return TagService(session, principal.id, audit)


async def get_box_service(session: SessionDep, principal: PrincipalDep) -> BoxService:
    """The caller's boxes, within the session of this request."""
    return BoxService(session, principal.id)


async def get_secret_service(
    session: SessionDep, principal: PrincipalDep, audit: AuditDep
) -> SecretService:
    """The caller's secrets, within the session of this request."""
    return SecretService(session, principal.id, audit)


TagServiceDep = Annotated[TagService, Depends(get_tag_service)]
TagFiltersDep = Annotated[TagFilters, Depends()]
BoxServiceDep = Annotated[BoxService, Depends(get_box_service)]
BoxFiltersDep = Annotated[BoxFilters, Depends()]
SecretServiceDep = Annotated[SecretService, Depends(get_secret_service)]
SecretFiltersDep = Annotated[SecretFilters, Depends()]
