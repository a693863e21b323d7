from fastapi import APIRouter


def with_delete(router: APIRouter, path: str) -> APIRouter:
    @router.delete(path, status_code=204)
    async def delete(number: int) -> None:
        return None

    return router
