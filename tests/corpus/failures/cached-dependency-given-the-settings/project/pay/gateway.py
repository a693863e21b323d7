from functools import lru_cache

from fastapi import Depends

from pay.settings import Settings, settings


class Gateway:
    def __init__(self, limit: int) -> None:
        self.limit = limit


@lru_cache
def gateway(settings: Settings = Depends(settings)) -> Gateway:  # <- here
    return Gateway(settings.limit)
