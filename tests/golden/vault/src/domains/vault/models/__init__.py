"""Tables of the domain."""

from src.domains.vault.models.box import Box
from src.domains.vault.models.secret import Secret
from src.domains.vault.models.secret_tags import secret_tags
from src.domains.vault.models.tag import Tag

__all__ = [
    "Box",
    "Secret",
    "Tag",
    "secret_tags",
]
