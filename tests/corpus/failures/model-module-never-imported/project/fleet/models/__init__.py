from .truck import Truck  # <- here

__all__ = ["Truck"]
