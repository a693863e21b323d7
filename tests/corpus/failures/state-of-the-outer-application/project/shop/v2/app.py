from fastapi import FastAPI

from shop.v2.prices import router

inner = FastAPI(title="Prices")
inner.include_router(router)
