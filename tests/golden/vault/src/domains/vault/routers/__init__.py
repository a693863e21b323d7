"""Routes of the domain."""

from src.domains.vault.routers.box import router as boxes_router
from src.domains.vault.routers.secret import router as secrets_router
from src.domains.vault.routers.tag import router as tags_router

__all__ = [
    "boxes_router",
    "secrets_router",
    "tags_router",
]
