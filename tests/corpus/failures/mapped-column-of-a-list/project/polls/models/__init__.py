from .poll import Poll

__all__ = ["Poll"]
