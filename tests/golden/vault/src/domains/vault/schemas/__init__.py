"""What callers send and get."""

from src.domains.vault.schemas.box import BoxIn, BoxOut, BoxUpdate
from src.domains.vault.schemas.secret import SecretIn, SecretOut, SecretUpdate
from src.domains.vault.schemas.tag import TagIn, TagOut, TagUpdate

__all__ = [
    "BoxIn",
    "BoxOut",
    "BoxUpdate",
    "SecretIn",
    "SecretOut",
    "SecretUpdate",
    "TagIn",
    "TagOut",
    "TagUpdate",
]
