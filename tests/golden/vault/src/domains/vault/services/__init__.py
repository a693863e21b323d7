"""What the domain does."""

from src.domains.vault.services.box import BoxFilters, BoxService
from src.domains.vault.services.secret import SecretFilters, SecretService
from src.domains.vault.services.tag import TagFilters, TagService

__all__ = [
    "BoxFilters",
    "BoxService",
    "SecretFilters",
    "SecretService",
    "TagFilters",
    "TagService",
]
