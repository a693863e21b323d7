from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from app.routers import orders, plain

app = FastAPI()  # <- FE602, FE802
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)  # <- FE303
app.include_router(orders.router, prefix="/api/v1")
app.include_router(plain.router)


@app.on_event("startup")  # <- FE803
async def start() -> None: ...


x = 1  # fe-skill: ignore[FE106] nothing is here  # <- FE891
y = 2  # fe-skill: ignore[FE999] no such rule  # <- FE893
