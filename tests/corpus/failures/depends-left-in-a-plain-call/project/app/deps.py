from fastapi import Depends


class Source:
    def names(self) -> list[str]:
        return ["Ada"]


def get_source() -> Source:
    return Source()


def greeting(source: Source = Depends(get_source)) -> str:
    return "Hello " + ", ".join(source.names())
