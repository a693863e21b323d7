from fastapi.responses import JSONResponse


def ok(**data) -> JSONResponse:
    return JSONResponse({"ok": True, **data})  # <- here
