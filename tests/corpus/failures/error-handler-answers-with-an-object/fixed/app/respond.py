from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse


def ok(**data) -> JSONResponse:
    return JSONResponse(jsonable_encoder({"ok": True, **data}))
