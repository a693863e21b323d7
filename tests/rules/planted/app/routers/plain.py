from fastapi import APIRouter, status

router = APIRouter(prefix="/plain")


@router.post("/things", status_code=404)  # <- FE104, FE108, FE301
async def list_orders() -> None: ...


@router.get("/things", status_code=status.HTTP_422_UNPROCESSABLE_ENTITY, operation_id="things")  # <- FE107, FE108
async def things() -> None: ...


@router.get("/more", operation_id="things")  # <- FE111
async def more() -> None: ...


@router.get("/things/{thing_id}")  # <- FE105
async def one_thing() -> None: ...
